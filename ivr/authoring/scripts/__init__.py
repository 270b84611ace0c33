"""Call scripts: dialogues in YAML that a call flow must play as they say. Read and checked here, played in a rehearsal.

A file names its flow and holds scripts by name; each says who calls, when, who is on duty, and then step by step.
"""

from ivr.authoring.scripts.forms import (
    Agent,
    Does,
    Ending,
    EndsForm,
    HearsForm,
    QueueForm,
    ScriptFile,
    ScriptForm,
    SystemForm,
)
from ivr.authoring.scripts.read import Scripts, is_flow, is_script, read_script, read_scripts
from ivr.authoring.scripts.steps import Act, Step

__all__ = [
    "Act",
    "Agent",
    "Does",
    "Ending",
    "EndsForm",
    "HearsForm",
    "QueueForm",
    "ScriptFile",
    "ScriptForm",
    "Scripts",
    "Step",
    "SystemForm",
    "is_flow",
    "is_script",
    "read_script",
    "read_scripts",
]
