package dev.steward.runner.collect;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.text.Tags;
import dev.steward.runner.store.estate.EstateRecords;
import dev.steward.runner.store.estate.RecordDraft;
import dev.steward.runner.store.estate.RecordKey;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.estate.RecordKind;
import dev.steward.runner.time.Time;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes what agents push. It is kept beside what Steward asks for itself, never in its place, and nothing but the pages and lists
 * of records reads it: whoever pushes can neither add a host nor move one.
 */
public final class Ingest {

    private static final int MOST_THINGS = 2_000;
    private static final int LONGEST_NAME = 200;

    /** What moves; everything else describes. */
    private static final Set<String> READINGS = Set.of(
            "status",
            "uptime",
            "quorate",
            "online",
            "cpu_usage",
            "memory_used",
            "rootfs_used",
            "loadavg",
            "memory",
            "swap",
            "rootfs_usage",
            "idle",
            "wait",
            "primary_ip",
            "addresses",
            "lock");

    private final EstateRecords records;
    private final Time time;

    /** Into a store. */
    public Ingest(EstateRecords records, Time time) {
        this.records = records;
        this.time = time;
    }

    /**
     * Takes a document.
     *
     * @param body as sent; either spelling of its fields counts
     * @return what it is about, as {@code lxc/101}
     * @throws IngestRefused where it is not what it should be, or about something the agent does not speak for
     */
    public String take(Agent agent, RecordKind kind, Map<String, Object> body) throws IngestRefused {
        Said said = new Said(body);
        RecordDraft draft =
                switch (kind) {
                    case CLUSTER -> cluster(agent, said);
                    case NODE -> node(agent, said);
                    default -> guest(agent, kind, said);
                };
        if (records.open(draft.key()).isEmpty() && records.toldBy(agent.token()) >= MOST_THINGS) {
            throw new IngestRefused(422, "this token tells of " + MOST_THINGS + " things already");
        }
        records.put(List.of(draft), time.now());
        return kind == RecordKind.CLUSTER
                ? "cluster " + draft.name()
                : draft.key().subject();
    }

    private static RecordDraft cluster(Agent agent, Said said) throws IngestRefused {
        String name = said.one("cluster_name", "name");
        said.one("cluster_id", "px_cluster_id");
        said.count("nodes");
        said.count("version");
        said.flag("quorate");
        return said.draft(RecordKey.cluster(Origin.PUSHED, agent.cluster()), "", named(name, "cluster_name"), agent);
    }

    private static RecordDraft node(Agent agent, Said said) throws IngestRefused {
        String name = named(said.one("name", "name"), "name");
        said.one("node_id", "nodeid");
        said.one("pve_version", "pveversion");
        said.count("node_id");
        said.flag("online");
        said.flag("local");
        own(agent, name);
        return said.draft(RecordKey.node(Origin.PUSHED, agent.cluster(), name), name, name, agent);
    }

    private static RecordDraft guest(Agent agent, RecordKind kind, Said said) throws IngestRefused {
        String node = said.fields.text("node", agent.node());
        own(agent, node);
        String id = said.fields.text(kind.word() + "_id", "");
        String number = said.fields.text("vmid", id.replaceFirst("^" + kind.word() + "/", ""));
        Vmid vmid = Vmid.find(number)
                .orElseThrow(() -> new IngestRefused(
                        422,
                        number.isEmpty()
                                ? "'vmid' is missing"
                                : "'vmid' is '" + number + "'; expected 100 to 999999999"));
        RecordKey key = RecordKey.guest(Origin.PUSHED, kind, agent.cluster(), vmid.value());
        if (!id.isEmpty() && !id.equals(key.subject())) {
            throw new IngestRefused(
                    422,
                    "'" + kind.word() + "_id' is '" + id + "', and 'vmid' is " + vmid + "; expected " + key.subject());
        }
        said.all.put("vmid", vmid.value());
        said.all.put(kind.word() + "_id", key.subject());
        said.all.put("node", node);
        said.count("uptime");
        said.count("cpu_cores");
        said.count("memory_mb");
        said.fields.text("tags").ifPresent(tags -> said.all.put("tag_list", Tags.parse(tags)));
        String name = said.fields.text("name").filter(one -> !one.isBlank()).orElse(key.subject());
        return said.draft(key, node, named(name, "name"), agent);
    }

    private static void own(Agent agent, String node) throws IngestRefused {
        if (!agent.node().equals(node)) {
            throw new IngestRefused(
                    403,
                    "this token tells of node " + agent.node() + " of cluster " + agent.cluster() + ", not of "
                            + shown(node));
        }
    }

    private static String named(String name, String field) throws IngestRefused {
        if (name.isBlank()) {
            throw new IngestRefused(422, "'" + field + "' is missing");
        }
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IngestRefused(
                    422, "'" + field + "' is longer than " + LONGEST_NAME + " or holds control characters");
        }
        return name;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return "'" + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + "'";
    }

    /** What was sent, on its way to a draft. */
    private static final class Said {

        private final PveFields fields;
        private final Map<String, Object> all;

        Said(Map<String, Object> body) {
            this.fields = Fields.fields(body);
            this.all = new TreeMap<>(body);
        }

        /** A text that has two spellings; it is kept under the first. */
        String one(String name, String other) throws IngestRefused {
            Optional<String> first = fields.text(name);
            Optional<String> second = fields.text(other);
            if (first.isPresent() && second.isPresent() && !first.equals(second)) {
                throw new IngestRefused(422, "'" + name + "' and '" + other + "' mean the same, and differ");
            }
            if (!name.equals(other)) {
                all.remove(other);
                first.or(() -> second).ifPresent(value -> all.put(name, value));
            }
            return first.or(() -> second).orElse("");
        }

        /** A whole number, where it is there; also one in quotes. */
        void count(String name) throws IngestRefused {
            if (all.get(name) != null) {
                Fields counted = new Fields().with("is", Fields.fields(all).number(name));
                Object value = counted.map().get("is");
                if (value == null) {
                    throw new IngestRefused(
                            422, "'" + name + "' is " + shown(String.valueOf(all.get(name))) + "; expected a number");
                }
                all.put(name, value);
            }
        }

        /** 0 or 1, where it is there; also as a boolean. */
        void flag(String name) throws IngestRefused {
            if (all.get(name) != null) {
                boolean is = fields.bool(name)
                        .orElseThrow(() -> new IngestRefused(
                                422,
                                "'" + name + "' is " + shown(String.valueOf(all.get(name))) + "; expected 0 or 1"));
                all.put(name, Fields.flag(is));
            }
        }

        RecordDraft draft(RecordKey key, String node, String name, Agent agent) {
            Map<String, Object> facts = new TreeMap<>(all);
            Map<String, Object> readings = new TreeMap<>(all);
            facts.keySet().removeAll(READINGS);
            readings.keySet().retainAll(READINGS);
            return new RecordDraft(key, node, name, facts, readings, agent.token());
        }
    }
}
