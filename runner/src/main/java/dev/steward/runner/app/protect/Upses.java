package dev.steward.runner.app.protect;

import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.config.power.UpsTls;
import dev.steward.runner.power.UpsSource;
import dev.steward.runner.power.nut.NutAddress;
import dev.steward.runner.power.nut.NutLogin;
import dev.steward.runner.power.nut.NutServer;
import dev.steward.runner.power.nut.UpsClient;
import dev.steward.runner.time.Time;
import dev.steward.runner.trust.Trust;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configured UPSes as NUT clients; one that has a user is counted among those who wait for the shutdown. */
final class Upses implements AutoCloseable {

    private final Map<String, UpsClient> clients = new LinkedHashMap<>();

    Upses(PowerConfig config, Time time) {
        config.ups().forEach((name, ups) -> clients.put(name, new UpsClient(server(ups), ups.ups(name), time)));
        config.ups().forEach((name, ups) -> {
            if (ups.user().isPresent()) {
                clients.get(name).logIn();
            }
        });
    }

    private static NutServer server(UpsConfig ups) {
        NutServer server =
                NutServer.plain(new NutAddress(ups.hostname(), ups.port())).within(ups.timeout(), ups.timeout());
        NutServer known = ups.user()
                .map(user -> server.as(new NutLogin(user, ups.password().orElseThrow())))
                .orElse(server);
        UpsTls tls = ups.tls();
        return tls.use() == UpsTls.Use.REQUIRE
                ? known.over(new Trust(
                        tls.ca(), List.of(), tls.verify(), "take a copy of upsd's certificate (CERTFILE of upsd.conf)"))
                : known;
    }

    Map<String, UpsClient> clients() {
        return clients;
    }

    Map<String, UpsSource> sources() {
        Map<String, UpsSource> sources = new LinkedHashMap<>();
        clients.forEach((name, client) -> sources.put(name, client::read));
        return sources;
    }

    @Override
    public void close() {
        clients.values().forEach(UpsClient::close);
    }
}
