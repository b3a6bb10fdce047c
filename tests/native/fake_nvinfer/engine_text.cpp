#include "engine_text.h"

#include <sstream>

namespace {

struct Type {
    char const* name;
    int32_t number;
    int bytes;
};

// The numbers of nvinfer1::DataType.
constexpr Type Types[] = {
    {"float32", 0, 4}, {"float16", 1, 2}, {"int8", 2, 1},     {"int32", 3, 4},
    {"bool", 4, 1},    {"uint8", 5, 1},   {"fp8", 6, 1},      {"bfloat16", 7, 2},
    {"int64", 8, 8},   {"int4", 9, 1},
};

Shape shape_of(std::string const& text) {
    Shape shape;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');)
        shape.d.push_back(std::stoll(part));
    return shape;
}

bool read_tensor(std::istream& words, bool input, EngineText& engine) {
    std::string name, type, shape;
    words >> name >> type >> shape;
    for (Type const& known : Types) {
        if (type == known.name) {
            engine.tensors.push_back({name, input, known.number, known.bytes, shape_of(shape)});
            return true;
        }
    }
    return false;
}

bool read_range(std::istream& words, EngineText& engine) {
    std::string name, minimum, optimum, maximum;
    words >> name >> minimum >> optimum >> maximum;
    if (engine.profiles.empty() || maximum.empty())
        return false;
    engine.profiles.back().push_back({name, {shape_of(minimum), shape_of(optimum), shape_of(maximum)}});
    return true;
}

bool read_line(std::string const& word, std::istream& words, EngineText& engine) {
    if (word == "built-with")
        return static_cast<bool>(words >> engine.built_with);
    if (word == "name")
        return static_cast<bool>(words >> engine.name);
    if (word == "input" || word == "output")
        return read_tensor(words, word == "input", engine);
    if (word == "range")
        return read_range(words, engine);
    if (word == "profile") {
        engine.profiles.emplace_back();
        return true;
    }
    if (word == "op") {
        words >> engine.op;
        words >> engine.a >> engine.b; // As many as there are.
        return true;
    }
    if (word == "fault") {
        std::string fault;
        std::getline(words >> std::ws, fault);
        engine.faults.insert(fault);
        return true;
    }
    return false;
}

} // namespace

Tensor const* EngineText::find(std::string const& name) const {
    for (Tensor const& tensor : tensors) {
        if (tensor.name == name)
            return &tensor;
    }
    return nullptr;
}

std::string EngineText::read(std::string const& text, EngineText& engine) {
    std::istringstream lines(text);
    std::string line;
    if (!std::getline(lines, line) || line != "fake-engine")
        return "Magic tag does not match";
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word) || word[0] == '#')
            continue;
        if (word == "end")
            return engine.op.empty() ? "no op" : "";
        try {
            if (!read_line(word, words, engine))
                return "bad line: " + line;
        } catch (std::exception const&) {
            return "bad number: " + line;
        }
    }
    return "unexpected end of the engine";
}
