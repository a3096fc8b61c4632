-- How long steps of power plans really took: what runs after the next one is reckoned by. Pruning leaves it alone; of each step and
-- host only the latest are kept.
create table step_duration (
  what        varchar(500) not null,
  host        varchar(255) not null,
  run         bigint not null,
  took_millis bigint not null,
  ended_at    timestamp(6) with time zone not null
);
create index step_duration_by_step on step_duration (what, host, ended_at);
