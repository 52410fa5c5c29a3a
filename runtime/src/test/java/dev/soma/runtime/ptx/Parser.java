package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the text of a module into functions of statements; what instructions mean is the decoders' matter. */
final class Parser {
    private static final Set<String> IGNORED_LINES = Set.of(".loc", ".file");

    private final TokenStream in;
    private final DeclarationParser declarations;
    private final OperandParser operands;
    private final Scope module = new Scope(null);
    private final List<Variable> moduleArrays = new ArrayList<>();
    private final Map<String, FunctionText> functions = new LinkedHashMap<>();

    private Parser(String text) {
        this.in = new TokenStream(text);
        this.declarations = new DeclarationParser(in);
        this.operands = new OperandParser(in);
    }

    /** All functions of the module by name, in their order. */
    static Map<String, FunctionText> parse(String text) {
        Parser parser = new Parser(text);
        parser.header();
        while (!parser.in.atEnd()) {
            parser.declaration();
        }
        return parser.functions;
    }

    private void header() {
        in.expect(".version");
        int line = in.line();
        String version = in.take().text();
        if (!version.matches("7\\.\\d")) {
            throw new PtxException("line " + line + ": .version is 7.0 to 7.9 here, found " + version);
        }
        in.expect(".target");
        line = in.line();
        String target = in.word();
        if (!target.equals("sm_70")) {
            throw new PtxException("line " + line + ": .target is sm_70 here, found " + target);
        }
        in.expect(".address_size");
        line = in.line();
        if (in.whole() != 64) {
            throw new PtxException("line " + line + ": .address_size is 64 here");
        }
    }

    private void declaration() {
        int line = in.line();
        String word = in.word();
        switch (word) {
            case ".visible", ".weak" -> {
                // linking is not modelled: every entry can be launched
            }
            case ".entry" -> function(true, line);
            case ".func" -> function(false, line);
            case ".shared" -> {
                Variable array = declarations.array(Variable.Space.SHARED);
                module.declare(array, line);
                moduleArrays.add(array);
            }
            case ".loc", ".file" -> in.skipLine();
            default -> throw new PtxException("line " + line + ": " + word + " is not supported outside functions");
        }
    }

    private void function(boolean entry, int line) {
        Scope scope = new Scope(module);
        List<Variable> results = entry ? List.of() : declarations.parameters(false);
        String name = in.word();
        List<Variable> parameters = declarations.parameters(entry);
        results.forEach(variable -> scope.declare(variable, line));
        parameters.forEach(variable -> scope.declare(variable, line));
        @Nullable Dim3 limit = null;
        boolean exact = false;
        while (in.peek().text().startsWith(".")) {
            String directive = in.word();
            switch (directive) {
                case ".reqntid", ".maxntid" -> {
                    limit = dimensions();
                    exact = directive.equals(".reqntid");
                }
                case ".minnctapersm", ".maxnreg" -> in.size();
                default -> throw new PtxException("line " + in.line() + ": " + directive + " is not supported");
            }
        }
        if (!entry && in.takeIf(";")) {
            return; // a prototype: the definition follows, or calls are refused
        }
        Body body = new Body();
        body.variables.addAll(moduleArrays);
        in.expect("{");
        body.block(scope);
        FunctionText text =
                new FunctionText(name, entry, line, results, parameters, body.variables, body.statements, limit, exact);
        if (functions.putIfAbsent(name, text) != null) {
            throw new PtxException("line " + line + ": the function " + name + " is defined twice");
        }
    }

    private Dim3 dimensions() {
        int[] sizes = {in.size(), 1, 1};
        for (int i = 1; i < 3 && in.takeIf(","); i++) {
            sizes[i] = in.size();
        }
        return new Dim3(sizes[0], sizes[1], sizes[2]);
    }

    /** The statements between a function's braces. */
    private final class Body {
        private final List<Variable> variables = new ArrayList<>();
        private final List<Statement> statements = new ArrayList<>();

        /** Everything up to and with the closing brace. */
        private void block(Scope scope) {
            while (!in.takeIf("}")) {
                if (in.atEnd()) {
                    throw new PtxException("line " + in.line() + ": a closing brace is missing");
                }
                if (in.takeIf("{")) {
                    block(new Scope(scope));
                } else if (in.next("@")) {
                    instruction(scope);
                } else {
                    item(scope);
                }
            }
        }

        private void item(Scope scope) {
            int line = in.line();
            String word = in.peek().text();
            if (IGNORED_LINES.contains(word)) {
                in.skipLine();
                return;
            }
            switch (word) {
                case ".pragma" -> {
                    in.take();
                    in.take();
                    in.expect(";");
                }
                case ".reg" -> {
                    in.take();
                    declare(declarations.registers(), scope, line);
                }
                case ".param" -> {
                    in.take();
                    declare(List.of(declarations.bodyParameter()), scope, line);
                }
                case ".shared", ".local" -> {
                    in.take();
                    Variable.Space space = word.equals(".shared") ? Variable.Space.SHARED : Variable.Space.LOCAL;
                    declare(List.of(declarations.array(space)), scope, line);
                }
                default -> instruction(scope);
            }
        }

        private void declare(List<Variable> declared, Scope scope, int line) {
            declared.forEach(variable -> scope.declare(variable, line));
            variables.addAll(declared);
        }

        private void instruction(Scope scope) {
            int line = in.line();
            String text = in.upToSemicolon();
            Statement.@Nullable Guard guard = null;
            if (in.takeIf("@")) {
                boolean negated = in.takeIf("!");
                guard = new Statement.Guard(in.word(), negated);
            }
            String word = in.word();
            if (guard == null && in.takeIf(":")) {
                scope.label(word, statements.size(), line);
                return;
            }
            List<String> parts = List.of(word.split("\\.", -1));
            statements.add(new Statement(
                    line, text, guard, parts.getFirst(), parts.subList(1, parts.size()), operands.operands(), scope));
        }
    }
}
