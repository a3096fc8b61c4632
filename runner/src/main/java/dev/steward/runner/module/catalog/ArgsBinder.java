package dev.steward.runner.module.catalog;

import dev.steward.runner.module.TaskModule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the evaluated arguments of a call into the module's Args record. The compiler has checked what it could see;
 * this sees what expressions yielded on one host.
 */
public final class ArgsBinder {

    private ArgsBinder() {}

    /**
     * Binds the arguments of a call.
     *
     * @param module what is called
     * @param values plain data, {@link dev.steward.runner.secret.Secret}, {@link dev.steward.runner.module.ShellText},
     *     {@link dev.steward.runner.module.Size} and lists of {@link dev.steward.runner.module.Checked}, by parameter; a
     *     null counts as left out
     * @throws WrongArguments naming every parameter that does not fit
     */
    public static <A extends Record> A bind(TaskModule<A> module, Map<String, Object> values) throws WrongArguments {
        RecordComponent[] components = module.args().getRecordComponents();
        String name = Modules.info(module).name();
        List<String> problems = new ArrayList<>();
        Map<String, Object> left = new LinkedHashMap<>(values);
        Object[] bound = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean more = components[i].getName().equals(Schemas.MORE);
            bound[i] = more
                    ? Collections.unmodifiableMap(new LinkedHashMap<>(left))
                    : component(name, components[i], left.remove(components[i].getName()), problems);
        }
        if (!hasMore(components)) {
            left.keySet().forEach(key -> problems.add(unknown(name, key, components)));
        }
        if (!problems.isEmpty()) {
            throw new WrongArguments(problems);
        }
        return construct(module.args(), components, bound);
    }

    private static Object component(String module, RecordComponent component, Object value, List<String> problems) {
        boolean optional = component.getType() == Optional.class;
        if (value == null) {
            if (Schemas.required(component)) {
                problems.add("'" + component.getName() + "' of '" + module + "' is missing");
            }
            return optional ? Optional.empty() : false;
        }
        try {
            Object converted = Conversion.to(Schemas.inner(component), value);
            return optional ? Optional.of(converted) : converted;
        } catch (IllegalArgumentException e) {
            problems.add("'" + component.getName() + "' of '" + module + "' " + e.getMessage());
            return null;
        }
    }

    private static boolean hasMore(RecordComponent[] components) {
        return components.length > 0
                && components[components.length - 1].getName().equals(Schemas.MORE);
    }

    private static String unknown(String module, String key, RecordComponent[] components) {
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        return "'" + module + "' has no parameter '" + key + "'" + Conversion.suggestion(key, names);
    }

    private static <A extends Record> A construct(Class<A> type, RecordComponent[] components, Object[] bound) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(bound);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the Args of " + type.getName() + " refused its values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the Args of " + type.getName() + " cannot be made", e);
        }
    }
}
