package dev.steward.runner.lab.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a command substitution collects. */
public final class Capture extends OpenFile {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Machine machine;

    /** An empty one. */
    public Capture(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void write(Proc writer, byte[] source, int from, int count) {
        writer.wrote(count);
        synchronized (machine) {
            if (bytes.size() + count > Budget.TEXT) {
                writer.die(128 + Signal.XCPU);
            }
            bytes.write(source, from, count);
        }
        writer.check();
    }

    /** Waits until the reader alone holds it: nothing more can come. */
    public String text(Proc reader) {
        synchronized (machine) {
            machine.await(reader, () -> holders() == 1);
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
