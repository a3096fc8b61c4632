package dev.steward.runner.module.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.RawGet;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code pveGet}: reads any path of the API of a Proxmox cluster. */
@ModuleInfo(
        name = "pveGet",
        doc = "Reads a path of the API of a Proxmox cluster, for what no module tells. It can only read.",
        check = ModuleInfo.CheckMode.READS,
        local = true,
        returns = {
            @Returns(name = "data", type = Type.ANY, doc = "What was answered, as plain data."),
            @Returns(name = "total", type = Type.INTEGER, doc = "How many there are in all, where PVE says it.")
        })
public final class PveGet extends ProxmoxModule<PveGet.Args> {

    /** What it takes. */
    public record Args(
            @Doc("The path below /api2/json, as /nodes/pve1/tasks; a query may follow a '?'.") @Positional String path,
            @Doc("Parameters of the query.") Optional<Map<String, Object>> query,
            @Doc("The cluster, as it is called in steward.yml; that of the host, or the only one, unless said.")
                    Optional<String> cluster) {}

    /** The module. */
    public PveGet() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, Target target) throws PveException, ActException, InterruptedException {
        RawGet get;
        try {
            get = RawGet.parse(args.path());
        } catch (IllegalArgumentException e) {
            throw new ActException(e.getMessage());
        }
        Map<String, Object> query = new LinkedHashMap<>(get.query());
        query.putAll(args.query().orElse(Map.of()));
        Acting acting = new Aim(target).cluster(args.cluster());
        PveAnswer answer = acting.api().get(get.path(), query);
        Outcome outcome = Outcome.ok("read " + get.path()).with("data", plain(answer.data()));
        return answer.total().isPresent() ? outcome.with("total", answer.total().getAsLong()) : outcome;
    }

    private static Object plain(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(plain(each)));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(each -> map.put(each.getKey(), plain(each.getValue())));
            return map;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNull() || node.isMissingNode()
                ? null
                : node.isNumber() ? (Object) node.doubleValue() : node.asText();
    }
}
