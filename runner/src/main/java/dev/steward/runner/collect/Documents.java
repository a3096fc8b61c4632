package dev.steward.runner.collect;

import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.estate.RecordKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records as the documents that others read: what was told of a thing, and what is known of that. */
public final class Documents {

    private Documents() {}

    /** All of it. What Steward itself says goes before what an agent told by the same name. */
    public static Map<String, Object> of(EstateRecord record) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", record.id());
        all.putAll(told(record));
        all.put("id", record.id());
        all.put("cluster", record.key().cluster());
        all.put("source", record.key().origin().word());
        all.put("pushed", record.key().origin() == Origin.PUSHED);
        all.put("pushed_by", record.toldBy());
        all.put("first_seen", record.span().begun().toString());
        all.put("last_seen", record.span().seen().toString());
        all.put("closed", record.span().closed().map(Object::toString).orElse(null));
        all.put("closed_why", record.span().why());
        return all;
    }

    /** What is sent on, by the names of other collectors, in both of their spellings. */
    public static Map<String, Object> sent(EstateRecord record) {
        Map<String, Object> all = told(record);
        if (record.key().kind() == RecordKind.CLUSTER) {
            all.put("name", all.get("cluster_name"));
            all.put("px_cluster_id", record.id());
        } else if (record.key().kind() == RecordKind.NODE) {
            all.put("nodeid", all.get("node_id"));
            all.put("pveversion", all.get("pve_version"));
        }
        all.put("cluster", record.key().cluster());
        return all;
    }

    private static Map<String, Object> told(EstateRecord record) {
        Map<String, Object> all = record.told();
        all.put("cluster_id", record.clusterId().orElse(null));
        if (record.key().kind().guest()) {
            Map<String, Object> os = os(record);
            all.put("os", os);
            all.put("platform_family", os.get("family"));
        }
        return all;
    }

    /** An operator's word counts; then what was read; then what the configuration says. */
    private static Map<String, Object> os(EstateRecord record) {
        Map<String, Object> os = new LinkedHashMap<>(record.os()
                .orElseGet(() -> OsFacts.ofConfig(String.valueOf(record.facts().getOrDefault("ostype", "")))));
        boolean running = "running".equals(record.told().get("status"));
        os.put("cached", record.os().isPresent() && !running);
        record.family().ifPresent(said -> {
            os.put("detected_family", os.get("family"));
            os.put("family", said);
            os.put("family_source", "operator");
        });
        return os;
    }
}
