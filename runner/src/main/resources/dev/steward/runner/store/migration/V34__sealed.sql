-- A sealed secret is longer than the secret.
alter table second_factor alter column secret set data type varchar(200);
