package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.text.Mount;
import dev.steward.runner.proxmox.text.PropertyString;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one disk or mount point of a guest shall be. One that is not there is made; one that is there grows, and its options
 * change; it never shrinks, and never moves to another storage.
 *
 * @param key {@code rootfs}, {@code mp0}, {@code scsi0} …
 * @param storage to make it on; empty: where it is, or the usual one
 * @param size in bytes; empty: as it is
 * @param volume that exists already, or a path of the node, or {@code none}; empty: one is made
 * @param options the other parts; empty: the part goes
 */
public record DiskWish(
        String key,
        Optional<String> storage,
        OptionalLong size,
        Optional<String> volume,
        Map<String, Optional<String>> options) {

    private static final Pattern NEW = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*):(\\d+(?:\\.\\d+)?)");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)");

    /** What is said of how a disk is made, and not kept with it. */
    private static final Set<String> MAKING = Set.of("import-from", "format");

    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    public DiskWish {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A disk of this size on the usual storage. */
    public static DiskWish of(String key, long size) {
        return new DiskWish(key, Optional.empty(), OptionalLong.of(size), Optional.empty(), Map.of());
    }

    /**
     * Reads one as PVE writes it, {@code local-zfs:16,acl=1}: storage and GiB, or an existing volume; or in parts with {@code
     * storage}, {@code size}, {@code volume} and options.
     *
     * @throws ActException when its size is none
     */
    public static DiskWish of(String key, Map<String, Optional<String>> parts) throws ActException {
        Map<String, Optional<String>> rest = new LinkedHashMap<>(parts);
        Optional<String> storage = taken(rest, "storage");
        Optional<String> bare = taken(rest, "volume").or(() -> taken(rest, "file"));
        Optional<String> said = taken(rest, "size");
        OptionalLong size = said.isPresent() ? OptionalLong.of(bytes(key, said.get())) : OptionalLong.empty();
        Matcher made = NEW.matcher(bare.orElse(""));
        if (made.matches()) {
            long gib = new BigDecimal(made.group(2)).multiply(GIB).longValue();
            return new DiskWish(
                    key, Optional.of(made.group(1)), gib == 0 ? size : OptionalLong.of(gib), Optional.empty(), rest);
        }
        return new DiskWish(key, storage, size, bare, rest);
    }

    /** As {@link #of(String, Map)}, of a text. */
    public static DiskWish of(String key, String text) throws ActException {
        return of(key, Parts.of(text, "volume"));
    }

    private static Optional<String> taken(Map<String, Optional<String>> rest, String key) {
        Optional<String> value = rest.remove(key);
        return value == null ? Optional.empty() : value;
    }

    private static long bytes(String key, String text) throws ActException {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new ActException("the size of " + key + " is such as 16.GiB or '16G', not '" + text + "'");
        }
        int power = m.group(2).isEmpty() ? 0 : "KMGT".indexOf(m.group(2)) + 1;
        return new BigDecimal(m.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power))
                .longValue();
    }

    /** With this storage where none is said. */
    public DiskWish on(Optional<String> usual) {
        return storage.isPresent() || volume.isPresent() || usual.isEmpty()
                ? this
                : new DiskWish(key, usual, size, volume, options);
    }

    /** What makes it where there is none. */
    public String made() throws ActException {
        PropertyString text = new PropertyString(java.util.List.of(new PropertyString.Part("", volume.orElse(""))));
        if (volume.isEmpty()) {
            text = PropertyString.parse(fresh());
        }
        return Parts.merge(text, options, "").toString();
    }

    private String fresh() throws ActException {
        boolean imported = options.containsKey("import-from");
        if (storage.isEmpty()) {
            throw new ActException("there is no " + key + " yet, and nothing says where to make it; say storage");
        }
        if (size.isEmpty() && !imported) {
            throw new ActException("there is no " + key + " yet, and nothing says how large to make it; say its size");
        }
        if (size.isPresent() && size.getAsLong() < 1 << 20) {
            throw new ActException("the size of " + key + " is " + size.getAsLong() + " bytes; write such as 16.GiB");
        }
        return storage.get() + ":" + (imported ? "0" : gibibytes(size.getAsLong()));
    }

    private static String gibibytes(long bytes) {
        return new BigDecimal(bytes)
                .divide(GIB, 6, RoundingMode.CEILING)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The same disk with its options; its size is another call's. */
    String shaped(String now) throws ActException {
        if (now.isEmpty()) {
            return made();
        }
        PropertyString text = PropertyString.parse(now);
        Mount old = Mount.parse(key, now);
        if (storage.isPresent() && !storage.equals(old.volume().storage())) {
            throw new ActException(key + " lies on " + old.volume() + ", not on storage " + storage.get()
                    + "; a disk is not moved by this: move it in PVE (pct move-volume, qm disk move), or leave storage"
                    + " out");
        }
        if (volume.isPresent() && !isThere(old)) {
            boolean drive = now.contains("media=cdrom") || now.startsWith("none");
            boolean paths = volume.get().startsWith("/") && old.volume().path();
            if (!drive && !paths) {
                throw new ActException(key + " is " + old.volume() + ", not " + volume.get()
                        + "; one disk is not put in the place of another by this");
            }
            text = text.get("").isPresent() ? text.with("", volume.get()) : text.with("volume", volume.get());
        }
        Map<String, Optional<String>> kept = new LinkedHashMap<>(options);
        kept.keySet().removeAll(MAKING);
        return Parts.merge(text, kept, "").toString();
    }

    /** {@code local-zfs:cloudinit} is made as {@code local-zfs:vm-300-cloudinit}. */
    private boolean isThere(Mount old) {
        String wanted = volume.orElse("");
        String is = old.volume().text();
        return wanted.equals(is)
                || wanted.endsWith(":cloudinit")
                        && is.startsWith(wanted.substring(0, wanted.indexOf(':') + 1))
                        && is.contains("cloudinit");
    }

    /**
     * The size it must grow to.
     *
     * @return bytes; empty: it is as large as that
     * @throws ActException when it is larger
     */
    OptionalLong growth(String now) throws ActException {
        OptionalLong old = Mount.parse(key, now).size();
        // the size that is said of these is that of another disk: they have their own
        boolean own = key.matches("(efidisk|tpmstate)\\d+") || now.contains("media=cdrom");
        if (own || now.isEmpty() || size.isEmpty() || old.isEmpty() || old.getAsLong() == size.getAsLong()) {
            return OptionalLong.empty();
        }
        if (old.getAsLong() > size.getAsLong()) {
            throw new ActException(key + " has " + sizeText(old.getAsLong()) + ", and a disk does not shrink to "
                    + sizeText(size.getAsLong()) + "; say at least the size it has");
        }
        return size;
    }

    /** As PVE writes a size: {@code 16G}, {@code 512M}. */
    static String sizeText(long bytes) {
        String units = "TGMK";
        for (int i = 0; i < units.length(); i++) {
            long unit = 1L << 10 * (units.length() - i);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + units.substring(i, i + 1);
            }
        }
        return Long.toString(bytes);
    }
}
