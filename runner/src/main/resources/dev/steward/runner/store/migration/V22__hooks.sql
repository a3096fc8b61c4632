-- Signatures that hooks were sent lately: nothing is begun twice by the same one.
create table hook_seen (
  hook      varchar(100) not null,
  signature varchar(64) not null,
  seen_at   timestamp(6) with time zone not null,
  primary key (hook, signature)
);
create index hook_seen_at on hook_seen (seen_at);
