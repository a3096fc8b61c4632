-- How each UPS stood: once a minute, and oftener while one is on battery.
create table ups_reading (
  ups_name         varchar(200) not null,
  read_at          timestamp(6) with time zone not null,
  charge           double precision,
  load_percent     double precision,
  runtime_seconds  double precision,
  volts            double precision,
  status           varchar(200) not null,
  primary key (ups_name, read_at)
);
create index ups_reading_by_time on ups_reading (read_at);
