"""What can go wrong when something is printed; the messages are shown to the person who asked."""

from __future__ import annotations


class PrintingUnavailable(Exception):
    """This machine lacks Pango or a Chinese font; the message names the packages."""


class PrintingFailed(Exception):
    """The drawing went wrong; the cause is in the chained exception or in the message."""


NO_PANGO = (
    "本机没有安装 PDF 排版组件，暂不能生成 PDF。请系统管理员安装 libpango-1.0-0、libpangoft2-1.0-0、"
    "libharfbuzz-subset0；在此之前可以导出 Excel。"
)
NO_FONT = "本机没有可用的中文字体，暂不能生成 PDF。请系统管理员安装 fonts-noto-cjk，或把单位的字体放入数据目录的 fonts 文件夹。"
