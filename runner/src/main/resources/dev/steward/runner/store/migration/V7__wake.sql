-- Guests that are put to sleep and woken: what each was last brought to, and the links that wake.
create table wake_state (
  name   varchar(100) primary key,
  state  varchar(16) not null,
  since  timestamp(6) with time zone not null,
  words  varchar(2000) not null
);
-- A link is its signature; of it only the id is kept, so that it can be withdrawn.
create table wake_link (
  id          varchar(32) primary key,
  name        varchar(100) not null,
  made_by     varchar(200) not null,
  made_at     timestamp(6) with time zone not null,
  expires_at  timestamp(6) with time zone not null,
  revoked_at  timestamp(6) with time zone
);
create index wake_link_by_name on wake_link (name, made_at);
