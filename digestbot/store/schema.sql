-- The whole current schema. A change goes here AND as a new numbered step in migrations.py.
-- Times are ISO 8601 in UTC with a trailing Z and fixed width, so that they sort as text.

create table source_state (
  source_id      text primary key,
  kind           text, etag text, last_modified text, body_hash text,
  checked_at     text, changed_at text, next_check text,
  failures       integer not null default 0,
  unchanged_run  integer not null default 0,
  status         text, http_status integer, error text,
  moved_to       text, moved_seen integer not null default 0,
  added_at       text not null
);

-- Every entry ever seen, so that nothing old becomes new. Kept when the item's text has been retired.
create table entries (
  id             integer primary key,
  source_id      text not null,
  guid           text not null,
  url            text not null,
  canonical_url  text not null,
  title_key      text not null,
  content_hash   text not null,
  item_id        integer references items(id) on delete set null,
  first_seen     text not null,
  last_seen      text not null
);
create index entries_guid on entries(source_id, guid);
create index entries_url on entries(source_id, url);
create index entries_canonical on entries(canonical_url);
create index entries_title on entries(source_id, title_key);

create table items (
  id             integer primary key,
  source_id      text not null,
  source_title   text not null,
  source_weight  real not null default 1.0,
  url            text not null,
  canonical_url  text not null,
  title          text not null,
  text           text not null,
  summary        text not null,
  author         text, language text, image text, wall text,
  published      text not null,
  first_seen     text not null,
  updated        text,
  news_at        text,               -- when it (last) became news; null: archive only
  relevant       integer not null,
  relevance      real not null,
  scores         text not null,      -- JSON object topic → probability
  because        text not null,      -- JSON object topic → [terms]
  facts          text not null,      -- JSON array
  story_id       integer not null references stories(id),
  duplicate_of   integer references items(id),
  placed_because text not null,
  similarity     real not null default 0
);
create index items_news on items(news_at) where news_at is not null and relevant;
create index items_published on items(published);
create index items_story on items(story_id);
create index items_canonical on items(canonical_url);
create index items_source on items(source_id, published);

create table item_topics (
  topic          text not null,
  item_id        integer not null references items(id) on delete cascade,
  published      text not null,
  primary key (topic, item_id)
) without rowid;
create index item_topics_item on item_topics(item_id);

create table stories (
  id             integer primary key,
  created        text not null,
  updated        text not null
);

-- Deadlines and events ahead, one row a fact with a day.
create table dates (
  item_id        integer not null references items(id) on delete cascade,
  kind           text not null,      -- deadline | event
  day            text not null,
  detail         text not null
);
create index dates_day on dates(day);
create index dates_item on dates(item_id);

create virtual table items_fts using fts5(
  title, text, source_title, content='items', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
create trigger items_ai after insert on items begin
  insert into items_fts(rowid, title, text, source_title) values (new.id, new.title, new.text, new.source_title);
end;
create trigger items_ad after delete on items begin
  insert into items_fts(items_fts, rowid, title, text, source_title)
  values ('delete', old.id, old.title, old.text, old.source_title);
end;
create trigger items_au after update of title, text, source_title on items begin
  insert into items_fts(items_fts, rowid, title, text, source_title)
  values ('delete', old.id, old.title, old.text, old.source_title);
  insert into items_fts(rowid, title, text, source_title) values (new.id, new.title, new.text, new.source_title);
end;

-- What grouping looks candidates up by (grouping decides, this finds).
create table fingerprints (
  item_id        integer primary key references items(id) on delete cascade,
  text_hash      text not null,
  minhash        blob not null,
  terms          blob not null,      -- packed term id, weight
  vector         blob not null,
  length         integer not null,
  roundup        integer not null default 0,
  published      text
);
create index fingerprints_text on fingerprints(text_hash);
create table bands (
  band           integer not null,
  item_id        integer not null references items(id) on delete cascade,
  primary key (band, item_id)
) without rowid;
create table term_postings (
  term           integer not null,
  day            integer not null,   -- days since 1970, to look in a window only
  item_id        integer not null references items(id) on delete cascade,
  primary key (term, day, item_id)
) without rowid;
create table term_counts (
  term           integer primary key,
  items          integer not null
);
-- People's word on grouping: together = 1 same story, 0 not the same.
create table story_rulings (
  item_a         integer not null,
  item_b         integer not null,
  together       integer not null,
  user           text not null,
  at             text not null,
  primary key (item_a, item_b)
);

-- The outbox: intent first, then the post, then the receipt.
create table deliveries (
  digest_id      text primary key,
  channel        text not null,
  kind           text not null,
  state          text not null,
  window_start   text not null,
  window_end     text not null,
  digest         text not null,      -- the Digest as JSON
  messages       text not null,      -- the rendered Slack messages as JSON
  next_part      integer not null default 0,
  ts             text, channel_id text,
  attempts       integer not null default 0,
  not_before     text, error text,
  created        text not null,
  sent           text
);
create index deliveries_channel on deliveries(channel, kind, window_end);
create table delivered_stories (
  digest_id      text not null references deliveries(digest_id) on delete cascade,
  channel        text not null,
  story_id       integer not null,
  item_id        integer not null,
  permalink      text,
  primary key (digest_id, story_id)
);
create index delivered_story on delivered_stories(channel, story_id);

create table labels (
  item_id        integer not null,
  user           text not null,
  verdict        text not null,      -- useful | not-relevant | relevant | topics
  topics         text not null,
  title          text not null,      -- kept here so that retiring an item keeps the lesson
  text           text not null,
  at             text not null,
  primary key (item_id, user)
);
create table saved_items (
  user           text not null, item_id integer not null, at text not null,
  primary key (user, item_id)
);
create table saved_searches (
  id             integer primary key,
  owner          text not null,      -- user or channel
  query          text not null, alert integer not null default 0, at text not null,
  unique (owner, query)
);
create table changes (
  id             integer primary key,
  at             text not null, user text not null, what text not null,
  before         text not null, after text not null, undone integer not null default 0
);
create table seen_events (            -- Slack deliveries already handled
  id             text primary key, at text not null
);
create table notes (                  -- small facts the service remembers: last round, last alarm
  key            text primary key, value text not null
);
