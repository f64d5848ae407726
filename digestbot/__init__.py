"""digestbot: reads the mutuals, co-operatives and social-enterprise press and posts one good digest a day."""


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(name)
    # Asked for lazily: importlib.metadata costs more start-up time than all of `digestbot --help`.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("digestbot")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0.0.0"
