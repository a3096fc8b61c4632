-- A row of output holds events far behind its first: where one begins that is read from the middle of a log.
create index run_event_by_last on run_event (last_id, id);
