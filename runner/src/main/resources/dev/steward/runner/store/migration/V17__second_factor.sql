-- What a person signs in with besides the password, or instead of it. It goes with the account.
create table second_factor (
    account varchar(64) primary key references account (name) on delete cascade,
    secret varchar(64) not null,
    confirmed_at timestamp(6) with time zone,
    last_step bigint not null
);

create table recovery_code (
    account varchar(64) not null references account (name) on delete cascade,
    hash char(64) not null,
    primary key (account, hash)
);

create table signed_in_elsewhere (
    issuer varchar(500) not null,
    subject varchar(300) not null,
    account varchar(64) not null references account (name) on delete cascade,
    primary key (issuer, subject)
);
