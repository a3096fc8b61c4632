-- A token may end by itself, belong to a person, and begin some playbooks only; an account may be limited alike.
alter table token add column owner varchar(64) default '' not null;
alter table token add column playbooks varchar(2000) default '' not null;
alter table token add column expires_at timestamp(6) with time zone;
alter table token add column seen_at timestamp(6) with time zone;
alter table account add column playbooks varchar(2000) default '' not null;
