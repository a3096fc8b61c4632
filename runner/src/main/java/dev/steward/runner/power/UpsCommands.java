package dev.steward.runner.power;

import java.util.List;
import java.util.Optional;

/** Tells the configured UPSes what to do. Thread-safe; every call ends within the time limits of the UPS's configuration. */
public interface UpsCommands {

    /** No UPS is configured. */
    UpsCommands NONE = new UpsCommands() {

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Told told(String ups) throws UpsRefused {
            throw unknown(ups);
        }

        @Override
        public void set(String ups, String variable, String value) throws UpsRefused {
            throw unknown(ups);
        }

        @Override
        public String command(String ups, String command, Optional<String> value) throws UpsRefused {
            throw unknown(ups);
        }

        private UpsRefused unknown(String ups) {
            return new UpsRefused("no UPS '" + ups + "' is configured; name it in steward.yml below 'power: ups:'");
        }
    };

    /** Their configured names, in the order of the configuration. */
    List<String> names();

    /**
     * What a UPS says of itself now.
     *
     * @param ups one of {@link #names}
     * @throws UpsRefused when it is none of them, or does not answer
     * @throws InterruptedException when the thread is interrupted
     */
    Told told(String ups) throws UpsRefused, InterruptedException;

    /**
     * Sets a variable ({@code SET VAR}) and believes it when it is carried out.
     *
     * @throws UpsRefused when it is not settable, or the user may not
     * @throws InterruptedException when the thread is interrupted
     */
    void set(String ups, String variable, String value) throws UpsRefused, InterruptedException;

    /**
     * Gives an instant command ({@code INSTCMD}).
     *
     * @param command by NUT's name, as {@code shutdown.return}
     * @param value some commands take
     * @return how upsd took it, in words
     * @throws UpsRefused when the UPS does not know it, the user may not, or it failed
     * @throws InterruptedException when the thread is interrupted
     */
    String command(String ups, String command, Optional<String> value) throws UpsRefused, InterruptedException;

    /**
     * What a UPS says of itself.
     *
     * @param status its variables
     * @param commands the instant commands it knows
     */
    record Told(UpsStatus status, List<String> commands) {

        public Told {
            commands = List.copyOf(commands);
        }
    }
}
