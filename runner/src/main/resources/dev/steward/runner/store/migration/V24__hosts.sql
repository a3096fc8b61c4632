-- What is known of each host that runs met: the last contact and by which way, the facts gathered last, the last run and what
-- it came to there. Pruning leaves it alone.
create table host_known (
  host         varchar(255) primary key,
  reached_at   timestamp(6) with time zone,
  reached_run  bigint,
  route        varchar(1000) not null,
  facts        text,
  facts_at     timestamp(6) with time zone,
  facts_run    bigint,
  seen_at      timestamp(6) with time zone,
  seen_run     bigint,
  seen_status  varchar(20) not null
);
insert into host_known (host, route, seen_at, seen_run, seen_status)
  select h.host, '', r.created_at, h.run, '' from run_host h join run r on r.id = h.run
  where h.run = (select max(x.run) from run_host x where x.host = h.host);
