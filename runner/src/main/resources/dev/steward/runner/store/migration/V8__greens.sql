-- When a playbook last went well: on each host, and (host '') as a whole, with no limit and no tags. Pruning leaves it alone.
create table last_green (
  playbook   varchar(200) not null,
  host       varchar(255) not null,
  run        bigint not null,
  ended_at   timestamp(6) with time zone not null,
  primary key (playbook, host)
);
insert into last_green (playbook, host, run, ended_at)
  select r.playbook, h.host, max(r.id), max(r.finished_at) from run r join run_host h on h.run = r.id
  where r.status = 'ok' and r.finished_at is not null and r.options like '%"check":false%' group by r.playbook, h.host;
insert into last_green (playbook, host, run, ended_at)
  select r.playbook, '', max(r.id), max(r.finished_at) from run r
  where r.status = 'ok' and r.finished_at is not null and r.options like '%"check":false%'
    and r.options not like '%"limit":%' and r.options not like '%ags":["%' group by r.playbook;
