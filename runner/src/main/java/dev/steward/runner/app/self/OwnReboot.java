package dev.steward.runner.app.self;

import java.io.IOException;
import java.util.List;

/** Reboots this machine a little later, so that the end of the run is recorded and shown first. */
public final class OwnReboot implements HandedOver.Rebooter {

    private static final List<List<String>> WAYS = List.of(
            List.of("systemd-run", "--on-active=10", "systemctl", "reboot"),
            List.of("shutdown", "-r", "+1", "Steward: handed over by a run"));

    @Override
    public void rebootSoon() throws IOException {
        IOException last = null;
        for (List<String> way : WAYS) {
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
