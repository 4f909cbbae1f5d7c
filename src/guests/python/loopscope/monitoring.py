"""This package's tool of `sys.monitoring`: events in the program's code, its loops (`safepoint`) and its
calls."""

import sys

monitoring = sys.monitoring
events = monitoring.events
TOOL = 4
_NAME = "loopscope"
# Tool ids that a program may use: 0 to 5.
_TOOLS = 6
_callbacks = {}


def install():
    """Claims the tool. Once an interpreter."""
    monitoring.use_tool_id(TOOL, _NAME)


def call_back(event, callback):
    """Calls back at an event of the code that is monitored for it."""
    _callbacks[event] = callback
    monitoring.register_callback(TOOL, event, callback)


def restore():
    """Ends a program's own tracing, profiling and monitoring, and claims this tool again if the program freed
    it."""
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


def monitor_like(code, model):
    """Monitors code for the events that another is monitored for."""
    local = monitoring.get_local_events(TOOL, model)
    if local:
        monitoring.set_local_events(TOOL, code, local)
