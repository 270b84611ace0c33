"""An IVR and phone-support backend in which no transfer goes unanswered.

Each room below is one package; which may import which is written in pyproject.toml and docs/ARCHITECTURE.md.
"""

__version__ = "0.1.0"
