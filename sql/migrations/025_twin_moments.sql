-- What is counted live is a quarter of an hour, or a day, at the end of a large table: found by a B-tree
-- however the rows lie, where BRIN reads what it has not summarized yet.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion

set lock_timeout = '5s';
set statement_timeout = '600s';

drop index if exists twin_analytics.idx_messages_created_at;
drop index if exists twin_analytics.idx_documents_created_at;
drop index if exists twin_analytics.idx_queries_created_at;
create index if not exists idx_messages_written on twin_analytics.messages (created_at) include (sender_type);
create index if not exists idx_documents_made on twin_analytics.documents (created_at);
create index if not exists idx_queries_run on twin_analytics.queries (created_at);
