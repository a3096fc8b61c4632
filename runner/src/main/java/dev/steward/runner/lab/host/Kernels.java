package dev.steward.runner.lab.host;

import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.Who;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which kernel a host boots: on a node of Proxmox VE the pinned one, else the newest that is installed. */
final class Kernels {

    /** What every other host runs. */
    static final String DEBIAN = "6.1.0-26-amd64";

    private static final Pattern INSTALLED = Pattern.compile(
            "Package: (?:proxmox|pve)-kernel-(\\d+\\.\\d+\\.\\d+-\\d+-pve)(?:-signed)?\nStatus: \\S+ ok installed");
    private static final String ONCE = "/etc/kernel/next-boot-pin";

    private final FileSystem files;

    Kernels(FileSystem files) {
        this.files = files;
    }

    /** The one it boots now; a pin for the next boot is used up. */
    String boots() {
        Optional<String> once = read(ONCE);
        once.ifPresent(any -> files.unlink(Who.HOST, ONCE));
        return once.or(() -> read("/etc/kernel/proxmox-boot-pin")).orElseGet(this::newest);
    }

    private String newest() {
        Matcher m = INSTALLED.matcher(read("/var/lib/dpkg/status").orElse(""));
        List<String> all = new ArrayList<>();
        while (m.find()) {
            all.add(m.group(1));
        }
        return all.stream().max(Comparator.comparing(Kernels::sortable)).orElse(DEBIAN);
    }

    private static String sortable(String release) {
        StringBuilder text = new StringBuilder();
        for (String number : release.replaceAll("[^0-9]+", " ").strip().split(" ")) {
            text.append(String.format("%08d.", Integer.parseInt(number)));
        }
        return text.toString();
    }

    private Optional<String> read(String path) {
        return files.look(Who.HOST, path) instanceof RegularFile file
                ? Optional.of(new String(file.bytes(), StandardCharsets.ISO_8859_1).strip())
                        .filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
