-- What the pages of a long history are found by.
create index run_by_cause_name on run (cause_name, id);
create index run_by_file on run (playbook_file, id);
create index run_by_green on run (playbook, status, id);

-- Filters that somebody kept under a name: the words of the address.
create table saved_filter (
  owner_name  varchar(200) not null,
  name        varchar(100) not null,
  query       varchar(4000) not null,
  created_at  timestamp(6) with time zone not null,
  primary key (owner_name, name)
);
