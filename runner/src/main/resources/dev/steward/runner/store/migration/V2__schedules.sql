create table schedule (
  name           varchar(200) primary key,
  definition     text not null,
  from_file      boolean not null,
  paused_by      varchar(200),
  paused_at      timestamp(6) with time zone,
  considered     timestamp(6) with time zone not null,
  next_fire      timestamp(6) with time zone,
  last_fire      timestamp(6) with time zone,
  last_run       bigint
);

-- What became of each fire; the key makes a fire happen at most once.
create table schedule_fire (
  schedule_name  varchar(200) not null,
  fire_at        timestamp(6) with time zone not null,
  result         varchar(16) not null,
  reason         text not null,
  run            bigint,
  decided_at     timestamp(6) with time zone not null,
  primary key (schedule_name, fire_at)
);
