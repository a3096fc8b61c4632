package dev.steward.runner.module.catalog;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.catalog.ModuleSchema.Returned;
import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Checked;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.Form;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.ShellText;
import dev.steward.runner.module.Size;
import dev.steward.runner.module.TaskModule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Reads a module's schema off its Args record and its {@link ModuleInfo}; the conventions stand at {@link TaskModule}. */
final class Schemas {

    static final String MORE = "more";

    private static final Map<Class<?>, ModuleSchema> READ = new ConcurrentHashMap<>();

    private Schemas() {}

    /** A class is read once: each run lists all modules. */
    static ModuleSchema of(TaskModule<?> module) {
        return READ.computeIfAbsent(module.getClass(), c -> read(module));
    }

    private static ModuleSchema read(TaskModule<?> module) {
        ModuleInfo info = module.getClass().getAnnotation(ModuleInfo.class);
        RecordComponent[] components = module.args().getRecordComponents();
        List<Param> params = Arrays.stream(components)
                .filter(c -> !c.getName().equals(MORE))
                .map(Schemas::param)
                .toList();
        Optional<String> positional = Arrays.stream(components)
                .filter(c -> c.isAnnotationPresent(Positional.class))
                .map(RecordComponent::getName)
                .findFirst();
        boolean free = Arrays.stream(components).anyMatch(c -> c.getName().equals(MORE));
        List<Returned> returns = Arrays.stream(info.returns())
                .map(r -> new Returned(r.name(), r.type(), r.doc()))
                .toList();
        return new ModuleSchema(info.name(), info.doc(), params, positional, free, returns);
    }

    private static Param param(RecordComponent component) {
        java.lang.reflect.Type inner = inner(component);
        Doc doc = component.getAnnotation(Doc.class);
        Form form = component.getAnnotation(Form.class);
        return new Param(
                component.getName(),
                type(inner),
                required(component),
                choices(inner),
                doc == null ? "" : doc.value(),
                form == null ? Param.Form.ANY : form.value());
    }

    static boolean required(RecordComponent component) {
        return component.getType() != Optional.class && component.getType() != boolean.class;
    }

    /** The type of a component, without the Optional around it. */
    static java.lang.reflect.Type inner(RecordComponent component) {
        return component.getType() == Optional.class
                ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getGenericType();
    }

    private static final Map<Class<?>, Type> SIMPLE = Map.ofEntries(
            Map.entry(String.class, Type.TEXT),
            Map.entry(Sensitive.class, Type.TEXT),
            Map.entry(ShellText.class, Type.SHELL),
            Map.entry(boolean.class, Type.FLAG),
            Map.entry(Boolean.class, Type.FLAG),
            Map.entry(int.class, Type.INTEGER),
            Map.entry(Integer.class, Type.INTEGER),
            Map.entry(long.class, Type.INTEGER),
            Map.entry(Long.class, Type.INTEGER),
            Map.entry(Double.class, Type.NUMBER),
            Map.entry(Duration.class, Type.DURATION),
            Map.entry(Size.class, Type.SIZE),
            Map.entry(Object.class, Type.ANY));

    static Type type(java.lang.reflect.Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Type.MAP : listType(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Type.CHOICE;
        }
        Type known = SIMPLE.get(plain);
        if (known == null) {
            throw new IllegalArgumentException("an Args record cannot have a " + plain.getName());
        }
        return known;
    }

    private static Type listType(ParameterizedType generic) {
        java.lang.reflect.Type element = generic.getActualTypeArguments()[0];
        if (element == String.class) {
            return Type.TEXTS;
        }
        return element == Checked.class ? Type.CONDITIONS : Type.LIST;
    }

    static List<String> choices(java.lang.reflect.Type type) {
        return type instanceof Class<?> plain && plain.isEnum()
                ? Arrays.stream(plain.getEnumConstants())
                        .map(c -> word((Enum<?>) c))
                        .toList()
                : List.of();
    }

    /** An enum constant as playbooks write it: DIST_UPGRADE as distUpgrade. */
    static String word(Enum<?> constant) {
        String[] parts = constant.name().toLowerCase(Locale.ROOT).split("_");
        return parts[0]
                + Arrays.stream(parts)
                        .skip(1)
                        .map(p -> Character.toUpperCase(p.charAt(0)) + p.substring(1))
                        .collect(Collectors.joining());
    }
}
