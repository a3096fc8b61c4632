package dev.steward.runner.power.nut;

import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsRefused;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells UPSes what to do through upsd. */
public final class NutCommands implements UpsCommands {

    /** How long a driver may take to say what came of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, UpsClient> clients;

    /**
     * Of some UPSes.
     *
     * @param clients by the name that the configuration gives each
     */
    public NutCommands(Map<String, UpsClient> clients) {
        this.clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
    }

    @Override
    public List<String> names() {
        return List.copyOf(clients.keySet());
    }

    private UpsClient client(String ups) throws UpsRefused {
        UpsClient client = clients.get(ups);
        if (client == null) {
            throw new UpsRefused("no UPS '" + ups + "' is configured; there are " + String.join(", ", names()));
        }
        return client;
    }

    @Override
    public Told told(String ups) throws UpsRefused {
        UpsClient client = client(ups);
        UpsReading reading = client.read();
        if (reading instanceof UpsReading.Answered answered) {
            try {
                return new Told(answered.status(), client.commands());
            } catch (NutException e) {
                throw new UpsRefused("UPS " + ups + ": " + e.getMessage(), e);
            }
        }
        throw new UpsRefused("UPS " + ups + ": " + ((UpsReading.Silent) reading).message());
    }

    @Override
    public void set(String ups, String variable, String value) throws UpsRefused, InterruptedException {
        try {
            client(ups).set(variable, value, PATIENCE);
        } catch (NutException e) {
            throw new UpsRefused(
                    "UPS " + ups + ": " + variable + " cannot be set to " + value + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String command(String ups, String command, Optional<String> value) throws UpsRefused, InterruptedException {
        try {
            return switch (client(ups).command(command, value, PATIENCE)) {
                case DONE -> "its driver says it is done";
                case ACCEPTED -> "upsd passed it on";
                case PENDING -> "upsd passed it on, and its driver has not answered yet";
            };
        } catch (NutException e) {
            throw new UpsRefused("UPS " + ups + ": " + e.getMessage(), e);
        }
    }
}
