"""The interpreter's own tool that tells of events in code objects: here for a program's loops and calls."""

import sys

monitoring = sys.monitoring
events = monitoring.events
TOOL = 4
_NAME = "loopscope"
# As many as a program may use.
_TOOLS = 6
_callbacks = {}


def install():
    monitoring.use_tool_id(TOOL, _NAME)


def call_back(event, callback):
    _callbacks[event] = callback
    monitoring.register_callback(TOOL, event, callback)


def restore():
    """Ends all that a program watches itself by, and takes this tool back if the program took it."""
    sys.setprofile(None)
    sys.settrace(None)
    for tool in range(_TOOLS):
        if monitoring.get_tool(tool) != (_NAME if tool == TOOL else None):
            monitoring.free_tool_id(tool)
    if monitoring.get_tool(TOOL) is None:
        install()
    if monitoring.get_events(TOOL):
        monitoring.set_events(TOOL, 0)
    for event, callback in _callbacks.items():
        monitoring.register_callback(TOOL, event, callback)
