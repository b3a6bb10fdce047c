// The "engine" of the double: a text of a few lines.
//
//   fake-engine                                    the first line
//   built-with 10                                  the major that can read it; without the line, both
//   name NAME
//   input NAME TYPE 4,-1                           -1: a free dimension
//   output NAME TYPE 4,-1
//   profile                                        a further optimization profile, with its ranges:
//   range INPUT MINIMUM OPTIMUM MAXIMUM            shapes, as 1,16
//   op copy | linear A B | ramp STEP               what a run computes from the first input
//   fault NAME [TENSOR]                            something that is wrong with it, see fake_nvinfer.cpp
//   end                                            the last line
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

struct Shape {
    std::vector<int64_t> d;
};

struct Tensor {
    std::string name;
    bool input;
    int32_t type;
    int bytes; // of one element
    Shape shape;
};

struct Range {
    std::string input;
    Shape select[3]; // minimum, optimum, maximum
};

struct EngineText {
    int built_with = 0;
    std::string name = "fake";
    std::vector<Tensor> tensors;
    std::vector<std::vector<Range>> profiles;
    std::string op;
    float a = 0, b = 0;
    std::set<std::string> faults; // "NAME" or "NAME TENSOR"

    Tensor const* find(std::string const& name) const;
    bool has(std::string const& fault) const { return faults.count(fault) > 0; }

    // What is wrong with the text; empty when nothing is.
    static std::string read(std::string const& text, EngineText& engine);
};
