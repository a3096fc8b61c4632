package dev.steward.dsl.script;

import java.util.Map;
import org.codehaus.groovy.ast.ASTNode;

/** The words for forms of Groovy that a playbook does not hold. */
final class Forbidden {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("MethodPointerExpression", "a method pointer"),
            Map.entry("MethodReferenceExpression", "a method reference"),
            Map.entry("ConstructorCallExpression", "'new'"),
            Map.entry("CastExpression", "a cast"),
            Map.entry("ClassExpression", "a class"),
            Map.entry("AttributeExpression", "a field"),
            Map.entry("ClosureExpression", "a block { … } here"),
            Map.entry("LambdaExpression", "a lambda"),
            Map.entry("SpreadExpression", "a spread '*'"),
            Map.entry("SpreadMapExpression", "a spread '*:'"),
            Map.entry("ArrayExpression", "an array"),
            Map.entry("PostfixExpression", "'++' or '--'"),
            Map.entry("PrefixExpression", "'++' or '--'"),
            Map.entry("BitwiseNegationExpression", "'~'"),
            Map.entry("RangeExpression", "a range without its ends"),
            Map.entry("DeclarationExpression", "a declaration here"),
            Map.entry("StaticMethodCallExpression", "a static call"),
            Map.entry("ForStatement", "'for'"),
            Map.entry("WhileStatement", "'while'"),
            Map.entry("DoWhileStatement", "'do'"),
            Map.entry("TryCatchStatement", "'try'"),
            Map.entry("ThrowStatement", "'throw'"),
            Map.entry("SwitchStatement", "'switch'"),
            Map.entry("ReturnStatement", "'return'"),
            Map.entry("AssertStatement", "'assert'"),
            Map.entry("SynchronizedStatement", "'synchronized'"),
            Map.entry("BreakStatement", "'break'"),
            Map.entry("ContinueStatement", "'continue'"));

    private static final Map<String, String> ADVICE = Map.of(
            "ForStatement", "write list.each { x -> … }",
            "WhileStatement", "write list.each { x -> … }, or retries in the task",
            "AssertStatement", "write assertThat { … } in a task",
            "ThrowStatement", "write fail '…' in a task",
            "TryCatchStatement", "write block { … } rescue { … } always { … }",
            "SwitchStatement", "write if … else",
            "ConstructorCallExpression", "what acts is written as a task",
            "SpreadExpression", "write the values one by one");

    private Forbidden() {}

    static String words(ASTNode node) {
        return WORDS.getOrDefault(node.getClass().getSimpleName(), "this");
    }

    static String advice(ASTNode node) {
        return ADVICE.getOrDefault(node.getClass().getSimpleName(), "");
    }

    static String operator(String sign) {
        return switch (sign) {
            case "=" -> "to compare, write ==; to name a value, write def name = … before it is used";
            case "&", "|" -> "write && or ||";
            case "===" -> "write ==";
            case "<<" -> "write +";
            case "=~", "==~" -> "write contains, startsWith or endsWith";
            default -> "";
        };
    }
}
