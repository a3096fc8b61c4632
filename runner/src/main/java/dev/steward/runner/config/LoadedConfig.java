package dev.steward.runner.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration and where each of its values came from.
 *
 * @param config the values in effect
 * @param file it was read from; empty: nothing but defaults
 * @param settings every value in effect, by dotted name, in order
 * @param places where each key stands that the file has, by dotted name
 */
public record LoadedConfig(
        StewardConfig config, Optional<Path> file, List<Setting> settings, Map<String, Place> places) {

    public LoadedConfig {
        settings = List.copyOf(settings);
        places = Map.copyOf(places);
    }

    /**
     * A value in effect.
     *
     * @param name as {@code server.port}
     * @param value as text
     * @param origin "default", "STEWARD_HOME" or file:line
     */
    public record Setting(String name, String value, String origin) {}

    /** A place in the file; lines and columns from 1. */
    public record Place(int line, int column) {}

    /** The same with other values in effect. */
    public LoadedConfig with(StewardConfig other) {
        return new LoadedConfig(other, file, settings, places);
    }

    /**
     * A problem that only somebody else can see, as a cron that never fires, at its place in the file.
     *
     * @param name the dotted name of the value
     * @param message without a full stop
     */
    public ConfigProblem problem(String name, String message) {
        Place place = places.getOrDefault(name, new Place(0, 0));
        String where = file.map(Path::toString).orElse("the defaults");
        return new ConfigProblem(
                place.line() == 0 ? where + ": " + name : where,
                place.line(),
                place.column(),
                message,
                Optional.empty());
    }
}
