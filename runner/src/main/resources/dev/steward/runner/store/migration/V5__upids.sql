-- Tasks of PVE that Steward began, kept from before they are waited for until their run is pruned.
-- run, step and host are empty for one that no run began. A row without ended_at is to be followed again.
create table upid (
  cluster      varchar(200) not null,
  upid         varchar(400) not null,
  run          bigint,
  step         varchar(100),
  host         varchar(255),
  action       varchar(1000) not null,
  page         varchar(1000),
  started_at   timestamp(6) with time zone not null,
  ended_at     timestamp(6) with time zone,
  result       varchar(16),
  exit_status  varchar(2000),
  tail         varchar(10000),
  primary key (cluster, upid)
);
create index upid_by_run on upid (run, started_at);
create index upid_by_end on upid (ended_at);
