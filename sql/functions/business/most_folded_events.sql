create or replace function private.most_folded_events()
returns bigint
language sql immutable
set search_path = ''
return 200000;
comment on function private.most_folded_events() is
  'An entity with more events than this has its loops left as they are, with an error in loop_queue: folding them takes seconds and some hundred MB, each time that one is added. A batch has a tenth of it, or one entity.';
