"""The interpreter's own tool that tells of events in code objects: here for a program's loops and calls."""
import sys

monitoring = sys.monitoring
events = monitoring.events
TOOL = 4


def install():
    monitoring.use_tool_id(TOOL, "loopscope")
