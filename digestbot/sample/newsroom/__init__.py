"""The bundled newsroom: invented outlets and articles written for this project → feeds and pages. No network."""

from digestbot.sample.newsroom.articles import Article, Outlet, fill, load

__all__ = ["Article", "Outlet", "fill", "load"]
