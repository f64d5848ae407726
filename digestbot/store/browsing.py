"""What a person who browses the archive with Datasette finds ready: facets, full-text search and canned queries."""

from __future__ import annotations

from typing import Any

from digestbot.store.database import FILE_NAME

# Tables that hold machinery, not news.
_HIDDEN = (
    "bands changes counters delivered_items delivered_stories deliveries entries fingerprints item_topics labels notes"
    " saved_items saved_searches schema_versions seen_events source_state stories"
    " story_rulings term_counts term_postings texts"
).split()
# What a reader wants to see of an article, in this order; the table itself has 25 columns.
_SHOWN = ("published", "title", "source_title", "topics", "summary", "url")
NAME = FILE_NAME.removesuffix(".db")
# The page to begin with: relevant articles, newest first, with facets and a search box.
ARTICLES = f"/{NAME}/items?relevant=1&{'&'.join(f'_col={column}' for column in _SHOWN)}"


def metadata() -> dict[str, Any]:
    """Datasette's metadata for the database file."""
    return {
        "title": "digestbot archive",
        "description_html": f'<p><a href="{ARTICLES}">Relevant articles</a>, newest first, with search and facets.</p>',
        "databases": {
            NAME: {
                "description_html": f'<p>Begin with <a href="{ARTICLES}">the relevant articles</a>, or one of the '
                "queries below. Nothing here can be changed.</p>",
                "tables": {
                    "items": {
                        "label_column": "title",
                        "sort_desc": "published",
                        "facets": ["relevant", "source_title", {"array": "topics"}, "language"],
                        "fts_table": "items_fts",
                        "fts_pk": "id",
                        "size": 50,
                    },
                    **{table: {"hidden": True} for table in _HIDDEN},
                },
                "queries": {
                    "latest": {
                        "title": "Latest relevant articles",
                        "hide_sql": True,
                        "sql": "select substr(published, 1, 10) as day, title, source_title, topics, summary, url"
                        " from items where relevant = 1 and duplicate_of is null order by published desc limit 200",
                    },
                    "by_topic": {
                        "title": "Articles of a topic",
                        "hide_sql": True,
                        "sql": "select substr(i.published, 1, 10) as day, i.title, i.source_title, i.summary, i.url"
                        " from item_topics t join items i on i.id = t.item_id where t.topic = :topic"
                        " order by t.published desc limit 200",
                    },
                    "search": {
                        "title": "Full-text search",
                        "hide_sql": True,
                        "sql": "select substr(i.published, 1, 10) as day, i.title, i.source_title, i.topics, i.url"
                        " from items_fts f join items i on i.id = f.rowid where items_fts match escape_fts(:words)"
                        " order by bm25(items_fts, 4.0, 1.0, 0.5, 0.0) limit 200",
                    },
                    "closing": {
                        "title": "What closes or takes place ahead",
                        "hide_sql": True,
                        "sql": "select d.day, d.kind, d.detail, i.title, i.source_title, i.url from dates d"
                        " join items i on i.id = d.item_id where d.day >= date('now') and i.relevant = 1"
                        " order by d.day",
                    },
                    "told_together": {
                        "title": "Stories that several outlets told",
                        "hide_sql": True,
                        "sql": "select story_id, count(distinct source_id) as outlets, min(published) as first,"
                        " max(title) as title from items where relevant = 1 group by story_id having outlets > 1"
                        " order by first desc limit 200",
                    },
                },
            }
        },
    }
