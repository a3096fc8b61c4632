package dev.steward.web.parts;

import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.doctor.Finding;
import java.util.List;

/**
 * What an admin asks of the server itself.
 *
 * @param config in effect, with the place of each value; secrets masked
 * @param doctor looks what stands in the way
 */
public record HouseParts(LoadedConfig config, Look doctor) {

    /** Looks what stands in the way of the next run or outage; changes nothing. */
    @FunctionalInterface
    public interface Look {

        /**
         * Looks.
         *
         * @param offline no cluster, host, UPS or relay is asked
         * @throws InterruptedException where whoever asked is gone
         */
        List<Finding> look(boolean offline) throws InterruptedException;
    }
}
