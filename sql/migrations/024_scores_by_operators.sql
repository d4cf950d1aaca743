-- An operator may score an answer which the rules have scored since no model could.
-- A small table still: writers stand still for a moment.
-- squawk-ignore-file constraint-missing-not-valid, ban-drop-constraint

set lock_timeout = '5s';
set statement_timeout = '60s';

alter table community_responses
  drop constraint if exists community_responses_scored_by_check,
  add constraint community_responses_scored_by_check check (scored_by in ('model', 'rules', 'operator'));
