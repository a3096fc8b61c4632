package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Device;
import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import java.util.Arrays;
import java.util.Random;

/** The memory devices of mem(4) and random(4). */
final class Special extends OpenFile {

    private final Device device;
    private final Random random;

    Special(Device device, Random random) {
        this.device = device;
        this.random = random;
    }

    @Override
    public int read(Proc reader, byte[] into, int from, int most) {
        reader.step();
        switch (device.name()) {
            case "zero", "full" -> Arrays.fill(into, from, from + most, (byte) 0);
            case "random" -> {
                byte[] some = new byte[most];
                random.nextBytes(some);
                System.arraycopy(some, 0, into, from, most);
            }
            default -> {
                return -1;
            }
        }
        return most;
    }

    @Override
    public void write(Proc writer, byte[] bytes, int from, int count) {
        writer.wrote(count);
        if (device.name().equals("full")) {
            throw new FileException(Errno.ENOSPC);
        }
    }

    @Override
    public Node node() {
        return device;
    }
}
