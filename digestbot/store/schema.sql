-- The whole current schema. A change goes here AND as a new numbered step in migrations.py.
-- Times are ISO 8601 in UTC with microseconds and a trailing Z: fixed width, so that they sort as text.
-- Channels and people stand under their address (see workspace.py): that of a workspace other than home begins with its
-- team id and a slash. Lists and objects in columns are JSON. Rows that are scanned often hold no long text: that lies in texts.

create table schema_versions (        -- one row a step that was run on this file
  version        integer primary key,
  what           text not null,
  at             text not null
);
create table counters (               -- totals that would cost a scan
  name           text primary key,
  value          integer not null
) without rowid;
insert into counters(name, value) values ('fingerprints', 0);

create table source_state (
  source_id      text primary key,
  kind           text, etag text, last_modified text, body_hash text,
  checked_at     text, changed_at text, next_check text,
  failures       integer not null default 0,
  unchanged_run  integer not null default 0,
  status         text, http_status integer, error text,
  moved_to       text, moved_seen integer not null default 0,
  added_at       text,
  url            text not null default '',
  succeeded_at   text,
  skip_hours     text not null default '[]',   -- JSON: hours of the week
  min_interval   integer,                      -- seconds
  hub            text, topic text
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
create index entries_canonical on entries(source_id, canonical_url);
create index entries_title on entries(source_id, title_key);
create index entries_item on entries(item_id);

create table stories (
  id             integer primary key,
  created        text not null,
  updated        text not null,
  merged_into    integer references stories(id)   -- set when it turned out to be another story
);

create table items (
  id             integer primary key,
  source_id      text not null,
  source_title   text not null,
  source_weight  real not null default 1.0,
  url            text not null,
  canonical_url  text not null,
  title          text not null,
  author         text, language text, image text, wall text,
  published      text not null,
  first_seen     text not null,
  updated        text,
  news_at        text,               -- when it (last) became news; null: archive only
  relevant       integer not null,
  relevance      real not null,
  story_id       integer not null references stories(id),
  duplicate_of   integer references items(id),
  topics         text not null,      -- JSON array
  tags           text not null,      -- topics and source as single words for items_fts, see store/codec.py
  scores         text not null,      -- JSON object topic → probability
  because        text not null,      -- JSON object topic → [terms]
  facts          text not null,      -- JSON array of [kind, text, value, detail, occasion if known]
  placed_because text not null,
  similarity     real not null default 0,
  summary        text not null,
  retired        text                -- when its text was dropped
);
create index items_news on items(news_at) where news_at is not null and relevant = 1;
create index items_published on items(published);
create index items_originals on items(published) where relevant = 1 and duplicate_of is null;
create index items_seen on items(first_seen);
create index items_story on items(story_id);
create index items_canonical on items(canonical_url);
create index items_url on items(url);
create index items_source on items(source_id, first_seen, relevant, published);
create index items_copies on items(duplicate_of) where duplicate_of is not null;
create index items_unretired on items(first_seen) where retired is null;

create table source_items (           -- how many items each source ever gave: to count them would read all years
  source_id      text primary key,
  items          integer not null
) without rowid;
create trigger items_ai after insert on items begin
  insert into source_items(source_id, items) values (new.source_id, 1)
  on conflict(source_id) do update set items = items + 1;
end;
create trigger items_ad after delete on items begin
  update source_items set items = items - 1 where source_id = old.source_id;
end;

create table texts (
  item_id        integer primary key references items(id) on delete cascade,
  text           text not null
);

create table item_topics (
  topic          text not null,
  published      text not null,
  item_id        integer not null references items(id) on delete cascade,
  primary key (topic, published, item_id)
) without rowid;
create index item_topics_item on item_topics(item_id);

-- Deadlines and events ahead, one row a fact with a day.
create table dates (
  item_id        integer not null references items(id) on delete cascade,
  kind           text not null,      -- deadline | event
  day            text not null,
  detail         text not null
);
create index dates_day on dates(day);
create index dates_item on dates(item_id);

-- Full text. External content: the words lie in items and texts only. What is new is indexed by arrivals.py, many articles
-- at once: a trigger would write a piece of the index for each of them. The triggers keep the index in step after that.
create view items_content as
  select i.id as id, i.title as title, t.text as text, i.source_title as source_title, i.tags as tags
  from items i join texts t on t.item_id = i.id;
create virtual table items_fts using fts5(
  title, text, source_title, tags,
  content='items_content', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
create trigger texts_au after update of text on texts when old.text is not new.text begin
  insert into items_fts(items_fts, rowid, title, text, source_title, tags)
  select 'delete', i.id, i.title, old.text, i.source_title, i.tags from items i where i.id = old.item_id;
  insert into items_fts(rowid, title, text, source_title, tags)
  select i.id, i.title, new.text, i.source_title, i.tags from items i where i.id = new.item_id;
end;
create trigger items_au after update of title, source_title, tags on items
when old.title is not new.title or old.source_title is not new.source_title or old.tags is not new.tags begin
  insert into items_fts(items_fts, rowid, title, text, source_title, tags)
  select 'delete', old.id, old.title, t.text, old.source_title, old.tags from texts t where t.item_id = old.id;
  insert into items_fts(rowid, title, text, source_title, tags)
  select new.id, new.title, t.text, new.source_title, new.tags from texts t where t.item_id = new.id;
end;
create trigger items_bd before delete on items begin
  insert into items_fts(items_fts, rowid, title, text, source_title, tags)
  select 'delete', old.id, old.title, t.text, old.source_title, old.tags from texts t where t.item_id = old.id;
end;

-- What grouping looks candidates up by (grouping decides, this finds). Numbers are packed little-endian.
create table fingerprints (
  item_id        integer primary key references items(id) on delete cascade,
  text_hash      text not null,
  day            integer not null,   -- days since 1970 under which its terms are posted
  published      text,               -- null: undated
  length         integer not null,
  roundup        integer not null default 0,
  title          text not null,
  terms          blob not null,      -- uint32 ids, then uint16 weights in thousandths
  posted         blob not null,      -- uint32 ids
  bands          blob not null,      -- int64 keys
  minhash        blob not null
);
create index fingerprints_text on fingerprints(text_hash);
create table bands (                  -- no foreign key: it would want an index by item; index.py removes rows
  band           integer not null,
  item_id        integer not null,
  primary key (band, item_id)
) without rowid;
create table term_postings (
  term           integer not null,
  day            integer not null,   -- days since 1970, to look in a window only
  item_id        integer not null,
  primary key (term, day, item_id)
) without rowid;
create table term_counts (
  term           integer primary key,
  items          integer not null
);
-- People's word on grouping: together = 1 same story, 0 not the same. item_a < item_b.
create table story_rulings (
  item_a         integer not null,
  item_b         integer not null,
  together       integer not null,
  user           text not null,
  at             text not null,
  primary key (item_a, item_b)
) without rowid;
create index story_rulings_b on story_rulings(item_b);

-- The outbox: intent first, then the post, then the receipt.
create table deliveries (
  digest_id      text primary key,
  channel        text not null,
  kind           text not null,
  state          text not null,
  window_start   text not null,
  window_end     text not null,
  next_part      integer not null default 0,
  ts             text, channel_id text,
  attempts       integer not null default 0,
  not_before     text, error text,
  created        text not null,
  sent           text,
  digest         text not null,      -- the Digest as JSON; empty once retired
  messages       text not null       -- the rendered Slack messages as JSON
);
create index deliveries_channel on deliveries(channel, kind, window_end);
create index deliveries_open on deliveries(state) where state in ('pending', 'sending');
create index deliveries_created on deliveries(created);
create index deliveries_ts on deliveries(channel_id, ts);
create table delivered_stories (      -- one row an entry of a digest; what was said stays, whatever becomes of stories
  digest_id      text not null references deliveries(digest_id) on delete cascade,
  story_id       integer not null,   -- as it was then
  channel        text not null,
  item_id        integer not null,   -- the article shown: with it goes what was told
  permalink      text,
  primary key (digest_id, story_id)
) without rowid;
create index delivered_by_item on delivered_stories(item_id, channel);
create table delivered_items (        -- every article that belonged to a told story then, the one shown among them
  digest_id      text not null references deliveries(digest_id) on delete cascade,
  item_id        integer not null,
  story_id       integer not null,   -- with digest_id: which entry
  primary key (digest_id, item_id)
) without rowid;
create index delivered_items_item on delivered_items(item_id);

create table labels (
  item_id        integer not null,
  user           text not null,
  verdict        text not null,      -- useful | not-relevant | relevant | topics
  topics         text not null,
  at             text not null,
  title          text not null,      -- kept here so that retiring an item keeps the lesson
  text           text not null,
  workspace      text generated always as (substr(user, 1, max(instr(user, '/') - 1, 0))) virtual,  -- "" home
  primary key (item_id, user)
);
create index labels_at on labels(at);
create table saved_items (
  user           text not null,
  item_id        integer not null references items(id) on delete cascade,
  at             text not null,
  workspace      text generated always as (substr(user, 1, max(instr(user, '/') - 1, 0))) virtual,
  primary key (user, item_id)
);
create index saved_items_at on saved_items(at);
create index saved_items_item on saved_items(item_id);
create table saved_searches (
  id             integer primary key,
  owner          text not null,      -- user or channel
  query          text not null,
  alert          integer not null default 0,
  at             text not null,
  unique (owner, query)
);
create table changes (
  id             integer primary key,
  at             text not null,
  user           text not null,
  what           text not null,
  before         text not null,
  after          text not null,
  undone_by      text,
  undone_at      text,
  workspace      text generated always as (substr(user, 1, max(instr(user, '/') - 1, 0))) virtual
);
create table seen_events (            -- Slack deliveries already handled
  id             text primary key,
  at             text not null
) without rowid;
create index seen_events_at on seen_events(at);
create table notes (                  -- small facts the service remembers: last round, last alarm; JSON
  key            text primary key,
  value          text not null
) without rowid;
