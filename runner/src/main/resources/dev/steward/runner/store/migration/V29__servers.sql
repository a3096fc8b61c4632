-- The processes that work on this history, each by its id, which is also the owner of the runs it began. All times are this database's.
create table server (
  id          varchar(100) primary key,
  name        varchar(200) not null,
  host        varchar(200) not null,
  version     varchar(100) not null,
  labels      text not null,
  kind        varchar(16) not null,
  started_at  timestamp(6) with time zone not null,
  beat_at     timestamp(6) with time zone not null,
  draining    boolean not null,
  ended_at    timestamp(6) with time zone
);
create index server_by_end on server (ended_at);
