package dev.steward.runner.app.self;

import java.io.IOException;
import java.util.List;

/** Reboots this machine or switches it off a little later, so that the end of the run is recorded and shown first. */
public final class OwnReboot implements HandedOver.Rebooter {

    private static final List<List<String>> OFF = List.of(
            List.of("systemd-run", "--on-active=10", "systemctl", "poweroff"),
            List.of("shutdown", "-h", "+1", "Steward: handed over by a run"),
            List.of("poweroff"));

    private static final List<List<String>> WAYS = List.of(
            List.of("systemd-run", "--on-active=10", "systemctl", "reboot"),
            List.of("shutdown", "-r", "+1", "Steward: handed over by a run"));

    @Override
    public void rebootSoon() throws IOException {
        first(WAYS);
    }

    @Override
    public void powerOffSoon() throws IOException {
        first(OFF);
    }

    /** The first way that the machine takes. */
    private static void first(List<List<String>> ways) throws IOException {
        IOException last = null;
        for (List<String> way : ways) {
            try {
                Process process =
                        new ProcessBuilder(way).redirectErrorStream(true).start();
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readAllBytes()).strip();
                if (process.waitFor() == 0) {
                    return;
                }
                last = new IOException(String.join(" ", way) + ": " + said);
            } catch (IOException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while asking for the reboot", e);
            }
        }
        throw last;
    }
}
