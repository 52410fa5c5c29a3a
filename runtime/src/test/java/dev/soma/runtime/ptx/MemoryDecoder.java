package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.B64;
import static dev.soma.runtime.ptx.PtxType.B8;
import static dev.soma.runtime.ptx.PtxType.F32;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.S8;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;
import static dev.soma.runtime.ptx.PtxType.U8;

import java.util.List;

/** Loads and stores. */
final class MemoryDecoder {
    private MemoryDecoder() {}

    /** An operation and what it counts as. */
    record Decoded(Operation.Plain operation, OpClass opClass) {}

    static Decoded decode(Decoding in) {
        boolean load = in.opcode().equals("ld");
        String space = in.takeOneOf("param", "global", "shared", "local");
        if (space.equals("param")) {
            return new Decoded(parameter(in, load), OpClass.MOVE);
        }
        boolean constant = load && space.equals("global") && in.take("nc");
        int elements = in.take("v2") ? 2 : in.take("v4") ? 4 : 1;
        PtxType type = in.type(B8, U8, S8, B32, U32, S32, F32, B64, U64, S64);
        in.end(2);
        if (elements * type.bytes() > 16 || (elements > 1 && type.bytes() < 4)) {
            throw in.refused("vectors have at most 16 bytes, of elements of 32 or 64 bits");
        }
        Operand.Address address = address(in, in.operand(load ? 1 : 0));
        Access access = new Access(base(in, address, space), address.offset(), type, elements);
        int[] places = places(in, in.operand(load ? 0 : 1), access, load);
        return switch (space) {
            case "global" ->
                load
                        ? new Decoded(new GlobalLoad(access, places, constant), OpClass.LOAD_GLOBAL)
                        : new Decoded(new GlobalStore(access, places), OpClass.STORE_GLOBAL);
            case "shared" ->
                load
                        ? new Decoded(new ScratchLoad(access, places, true), OpClass.LOAD_SHARED)
                        : new Decoded(new ScratchStore(access, places, true), OpClass.STORE_SHARED);
            default ->
                load
                        ? new Decoded(new ScratchLoad(access, places, false), OpClass.LOCAL)
                        : new Decoded(new ScratchStore(access, places, false), OpClass.LOCAL);
        };
    }

    private static Operand.Address address(Decoding in, Operand operand) {
        if (operand instanceof Operand.Address address) {
            return address;
        }
        throw in.refused("expected an address in brackets");
    }

    private static int base(Decoding in, Operand.Address address, String space) {
        Variable variable = in.variable(address.name());
        if (variable.isArray()) {
            if (!variable.space().name().equalsIgnoreCase(space)) {
                throw in.refused(address.name() + " is not in ." + space + " memory");
            }
            return in.registers().constant(in.start(variable));
        }
        boolean narrow = variable.type().bits() == 32 && !space.equals("global");
        return in.register(new Operand.Name(address.name()), narrow ? U32 : U64);
    }

    private static int[] places(Decoding in, Operand operand, Access access, boolean load) {
        PtxType type = ConvertDecoder.register(access.type());
        List<Operand> elements = operand instanceof Operand.Vector(List<Operand> list) ? list : List.of(operand);
        if (elements.size() != access.elements() || (operand instanceof Operand.Vector && access.elements() == 1)) {
            throw in.refused("the instruction moves " + access.elements() + " elements");
        }
        return elements.stream()
                .mapToInt(element -> load ? in.register(element, type) : in.source(element, type))
                .toArray();
    }

    private static Operation.Plain parameter(Decoding in, boolean load) {
        PtxType type = in.type(B32, U32, S32, F32, B64, U64, S64);
        in.end(2);
        Operand.Address address = address(in, in.operand(load ? 1 : 0));
        Variable variable = in.variable(address.name());
        boolean readOnly = variable.space() == Variable.Space.ENTRY_PARAM;
        if (!readOnly && variable.space() != Variable.Space.PARAM) {
            throw in.refused(address.name() + " is not a parameter");
        }
        if (readOnly && !load) {
            throw in.refused("the kernel's parameter " + address.name() + " is read only");
        }
        if (address.offset() != 0 || variable.type().bits() != type.bits()) {
            throw in.refused(address.name() + " is declared ." + variable.type().text() + ", the instruction accesses ."
                    + type.text() + " at offset " + address.offset());
        }
        int place = in.registers().place(variable);
        return load ? MoveDecoder.copy(in.destination(0, type), place) : MoveDecoder.copy(place, in.source(1, type));
    }
}
