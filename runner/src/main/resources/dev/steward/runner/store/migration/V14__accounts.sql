-- People who sign in by name, and what anybody changed.
create table account (
    name varchar(64) primary key,
    role varchar(16) not null,
    password varchar(300) not null,
    enabled boolean not null,
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    seen_at timestamp(6) with time zone
);

create table audit (
    id bigint generated always as identity primary key,
    at timestamp(6) with time zone not null,
    who varchar(200) not null,
    way varchar(16) not null,
    what varchar(200) not null,
    target varchar(1000) not null,
    before_text varchar(4000) not null,
    after_text varchar(4000) not null
);
