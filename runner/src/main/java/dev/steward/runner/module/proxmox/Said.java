package dev.steward.runner.module.proxmox;

import dev.steward.runner.module.Size;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.config.DiskWish;
import dev.steward.runner.proxmox.act.config.Parts;
import dev.steward.runner.proxmox.act.config.Wish;
import dev.steward.runner.secret.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Collects what a task says of a guest's configuration; what is left out is not wished for. */
final class Said {

    private static final long MEBIBYTE = 1L << 20;

    private final List<Wish> wishes = new ArrayList<>();
    private final List<DiskWish> disks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    List<Wish> wishes() {
        return List.copyOf(wishes);
    }

    List<DiskWish> disks() {
        return List.copyOf(disks);
    }

    /** Throws with all that was said wrong. */
    void check() throws ActException {
        if (!problems.isEmpty()) {
            throw new ActException(String.join("; ", problems));
        }
    }

    <T> Said with(String key, Optional<T> value, BiFunction<String, T, Wish> wish) {
        value.ifPresent(said -> wishes.add(wish.apply(key, said)));
        return this;
    }

    Said text(String key, Optional<String> value) {
        return with(key, value, Wish::text);
    }

    Said number(String key, Optional<? extends Number> value) {
        return with(key, value, Wish::number);
    }

    Said flag(String key, Optional<Boolean> value) {
        return with(key, value, Wish::flag);
    }

    /** An amount that PVE counts in MiB. */
    Said mebibytes(String key, Optional<Size> value, BiFunction<String, Long, Wish> wish) {
        value.ifPresent(size -> {
            if (size.bytes() % MEBIBYTE != 0 || size.bytes() < 0) {
                problems.add(key + " is counted in whole MiB; write such as 512.MiB or 2.GiB, not " + size.bytes());
            } else {
                wishes.add(wish.apply(key, size.bytes() / MEBIBYTE));
            }
        });
        return this;
    }

    /** A property string, as a map of its parts or as PVE writes it. */
    Said parts(
            String key,
            Optional<Object> value,
            String defaultKey,
            BiFunction<String, Map<String, Optional<String>>, Wish> wish) {
        value.ifPresent(said -> map(key, said, defaultKey).ifPresent(parts -> wishes.add(wish.apply(key, parts))));
        return this;
    }

    /** As {@link #parts}, whose only rule is its default key. */
    Said parts(String key, Optional<Object> value, String defaultKey) {
        return parts(key, value, defaultKey, (name, parts) -> Wish.parts(name, defaultKey, parts));
    }

    /** A disk: a size, a map of its parts, or as PVE writes it. */
    Said disk(String key, Optional<Object> value) {
        value.ifPresent(said -> {
            try {
                if (said instanceof Number || said instanceof Size) {
                    disks.add(DiskWish.of(key, said instanceof Size size ? size.bytes() : ((Number) said).longValue()));
                } else {
                    Optional<Map<String, Optional<String>>> parts = map(key, said, "volume");
                    if (parts.isPresent()) {
                        disks.add(DiskWish.of(key, parts.get()));
                    }
                }
            } catch (ActException e) {
                problems.add(e.getMessage());
            }
        });
        return this;
    }

    /** Any other keys, by their names in PVE; none that has a word of its own. */
    Said others(Optional<Map<String, Object>> config, List<String> own) {
        config.orElse(Map.of()).forEach((key, value) -> {
            if (own.contains(key)) {
                problems.add("config: '" + key + "' is a word of the module itself; say it there");
            } else if (key.matches("(mp|scsi|virtio|sata|ide|efidisk|tpmstate)\\d+")) {
                disk(key, Optional.ofNullable(value));
            } else if (value instanceof Map) {
                parts(key, Optional.of(value), "");
            } else {
                word(key, value).ifPresent(text -> wishes.add(Wish.text(key, text)));
            }
        });
        return this;
    }

    /** Keys that shall not be there. */
    Said gone(Optional<List<String>> keys) {
        keys.orElse(List.of()).forEach(key -> wishes.add(Wish.gone(key)));
        return this;
    }

    private Optional<Map<String, Optional<String>>> map(String key, Object said, String defaultKey) {
        if (said instanceof CharSequence) {
            return Optional.of(Parts.of(said.toString(), defaultKey));
        }
        if (said instanceof List<?> list && key.equals("features")) {
            Map<String, Optional<String>> all = new LinkedHashMap<>();
            list.forEach(one -> all.put(String.valueOf(one), Optional.of("1")));
            return Optional.of(all);
        }
        if (said instanceof Map<?, ?> given) {
            Map<String, Optional<String>> all = new LinkedHashMap<>();
            given.forEach((part, value) ->
                    all.put(String.valueOf(part), value == null ? Optional.empty() : word(key + " " + part, value)));
            return Optional.of(all);
        }
        if (said instanceof Number || said instanceof Boolean) {
            return word(key, said).map(text -> Map.of(defaultKey, Optional.of(text)));
        }
        problems.add(key + " takes a map such as [bridge: 'vmbr0'], or a text as PVE writes it");
        return Optional.empty();
    }

    private Optional<String> word(String key, Object value) {
        if (value instanceof Secret) {
            problems.add(key + " takes no secret: PVE shows it to everybody who may read the guest");
            return Optional.empty();
        }
        if (value instanceof Map || value == null) {
            problems.add(key + " takes a text, a number or a flag");
            return Optional.empty();
        }
        return Optional.of(plain(value));
    }

    private static String plain(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Duration time) {
            return Long.toString(time.toSeconds());
        }
        if (value instanceof Size size) {
            return Long.toString(size.bytes());
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof List<?> list
                ? list.stream().map(Said::plain).collect(Collectors.joining(";"))
                : String.valueOf(value);
    }
}
