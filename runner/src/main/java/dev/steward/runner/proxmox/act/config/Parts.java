package dev.steward.runner.proxmox.act.config;

import dev.steward.runner.proxmox.text.PropertyString;
import dev.steward.runner.proxmox.text.PropertyString.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What parts of a property string shall be; the parts nobody speaks of stay as they are. */
public final class Parts {

    private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final String DEFAULT_MODEL = "virtio";

    private Parts() {}

    /** A text as parts; a bare value belongs to the default key. */
    public static Map<String, Optional<String>> of(String text, String defaultKey) {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        PropertyString.parse(text)
                .parts()
                .forEach(part -> all.put(part.key().isEmpty() ? defaultKey : part.key(), Optional.of(part.value())));
        return all;
    }

    /**
     * With these parts.
     *
     * @param wanted by key; empty: the part goes
     * @param defaultKey whose value may stand bare; empty: none may
     */
    static PropertyString merge(PropertyString now, Map<String, Optional<String>> wanted, String defaultKey) {
        PropertyString merged = now;
        for (Map.Entry<String, Optional<String>> part : wanted.entrySet()) {
            String key = part.getKey().equals(defaultKey) && merged.get("").isPresent() ? "" : part.getKey();
            Optional<String> value = part.getValue();
            boolean same = value.isPresent()
                    && merged.get(key).filter(old -> same(old, value.get())).isPresent();
            merged = value.isEmpty() ? merged.without(key) : same ? merged : merged.with(key, value.get());
        }
        return merged;
    }

    private static boolean same(String old, String wanted) {
        return old.equals(wanted) || truth(old).isPresent() && truth(old).equals(truth(wanted)) || mac(old, wanted);
    }

    private static boolean mac(String old, String wanted) {
        return MAC.matcher(old).matches() && old.equalsIgnoreCase(wanted);
    }

    /** A boolean, in any of the words PVE takes inside a property string. */
    static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "1", "yes", "on", "true" -> Optional.of(true);
            case "0", "no", "off", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The card of a VM: {@code virtio=BC:24:11:…} is model and address in one part. */
    static PropertyString card(PropertyString now, Map<String, Optional<String>> wanted) {
        Map<String, Optional<String>> rest = new LinkedHashMap<>(wanted);
        Optional<String> model = taken(rest, "model");
        Optional<String> mac = taken(rest, "macaddr");
        for (Map.Entry<String, Optional<String>> part : wanted.entrySet()) {
            if (part.getValue().filter(value -> MAC.matcher(value).matches()).isPresent()
                    && rest.containsKey(part.getKey())) {
                model = Optional.of(part.getKey());
                mac = rest.remove(part.getKey());
            }
        }
        return merge(withCard(now, model, mac), rest, "model");
    }

    private static Optional<String> taken(Map<String, Optional<String>> rest, String key) {
        Optional<String> value = rest.remove(key);
        return value == null ? Optional.empty() : value;
    }

    private static PropertyString withCard(PropertyString now, Optional<String> model, Optional<String> mac) {
        List<Part> parts = new ArrayList<>(now.parts());
        int at = cardAt(parts);
        String oldModel = at < 0
                ? DEFAULT_MODEL
                : parts.get(at).key().isEmpty()
                        ? parts.get(at).value()
                        : parts.get(at).key();
        Optional<String> oldMac = at < 0 || parts.get(at).key().isEmpty()
                ? Optional.empty()
                : Optional.of(parts.get(at).value());
        String newModel = model.orElse(oldModel);
        Optional<String> newMac = mac.or(() -> oldMac);
        Part card = newMac.map(address -> new Part(newModel, address)).orElse(new Part("", newModel));
        boolean same = at >= 0
                && newModel.equals(oldModel)
                && newMac.map(address -> address.equalsIgnoreCase(oldMac.orElse("")))
                        .orElse(oldMac.isEmpty());
        if (same) {
            return now;
        }
        if (at < 0) {
            parts.add(0, card);
        } else {
            parts.set(at, card);
        }
        return new PropertyString(parts);
    }

    private static int cardAt(List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean address = MAC.matcher(part.value()).matches() && !part.key().equals("macaddr");
            if (address || part.key().isEmpty()) {
                return i;
            }
        }
        return -1;
    }
}
