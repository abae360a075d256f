#pragma once
/// The book's networks over images, as types.

#include <trilobite/trilobite.hpp>

#include <cstddef>

namespace book {

using namespace trilobite;

using lenet = network<input<28, 28, 1>, conv2d<32, 3>, relu, conv2d<64, 3>, relu, max_pool2d<2>, dropout<0.25>, flatten,
                      dense<128>, relu, dropout<0.5>, dense<10>, softmax>;

// Flowers of 17 kinds, 224 x 224 pixels of three colours.
using alexnet =
    network<input<224, 224, 3>,                                                                               //
            conv2d<96, 11, 4>, relu, max_pool2d<3, 2>, batch_norm<>,                                          //
            conv2d<256, 5>, relu, max_pool2d<3, 2>, batch_norm<>,                                             //
            conv2d<256, 3>, relu, conv2d<384, 3>, relu, conv2d<384, 3>, relu, max_pool2d<3, 2>, batch_norm<>, //
            flatten, dense<4096>, trilobite::tanh, dropout<0.5>, dense<4096>, trilobite::tanh, dropout<0.5>, dense<17>,
            softmax>;

template <std::size_t Filters>
using vgg_conv = conv2d<Filters, 3>;

using vgg = network<input<224, 224, 3>,                                                                         //
                    vgg_conv<64>, relu, vgg_conv<64>, relu, max_pool2d<2>, batch_norm<>,                        //
                    vgg_conv<128>, relu, vgg_conv<128>, relu, max_pool2d<2>, batch_norm<>,                      //
                    vgg_conv<256>, relu, vgg_conv<256>, relu, vgg_conv<256>, relu, max_pool2d<2>, batch_norm<>, //
                    vgg_conv<512>, relu, vgg_conv<512>, relu, vgg_conv<512>, relu, max_pool2d<2>, batch_norm<>, //
                    vgg_conv<512>, relu, vgg_conv<512>, relu, vgg_conv<512>, relu, max_pool2d<2>, batch_norm<>, //
                    flatten, dense<4096>, relu, dropout<0.5>, dense<4096>, relu, dropout<0.5>, dense<17>, softmax>;

// What draws, and what judges.
using discriminator =
    network<input<28, 28, 1>, conv2d<64, 5, 2, padding::same>, relu, dropout<0.4>, conv2d<128, 5, 2, padding::same>,
            relu, dropout<0.4>, conv2d<256, 5, 2, padding::same>, relu, dropout<0.4>, conv2d<512, 5, 1, padding::same>,
            relu, dropout<0.4>, flatten, dense<1>, sigmoid>;

using generator = network<input<32>, dense<7 * 7 * 64>, batch_norm<0.9>, relu, reshape<7, 7, 64>, dropout<0.4>, //
                          upsample2d<2>, conv2d_transposed<32, 5, 1, padding::same>, batch_norm<0.9>, relu,     //
                          upsample2d<2>, conv2d_transposed<16, 5, 1, padding::same>, batch_norm<0.9>, relu,     //
                          conv2d_transposed<8, 5, 1, padding::same>, batch_norm<0.9>, relu,                     //
                          conv2d<1, 5, 1, padding::same>, sigmoid>;

}
