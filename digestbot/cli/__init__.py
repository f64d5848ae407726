"""The command line: one command for each thing a person can ask of the newsroom.

Exit status: 0 done; 1 the job failed; 2 the command line or the configuration is wrong. With ``--json`` standard output
holds JSON and nothing else. Heavy rooms are imported inside the commands, so that ``--help`` answers at once.
"""

from digestbot.cli.main import main

__all__ = ["main"]
