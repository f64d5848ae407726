"""digestbot: reads the mutuals, co-operatives and social-enterprise press and posts one good digest a day."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("digestbot")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"
