using System.Globalization;
using System.Text;

namespace ClusterCode.Llm.Text;

/// <summary>Tells what a reader sees from what only a terminal, a layout engine or nobody does.</summary>
internal static class Visibility
{
    /// <summary>Marks that may stand on one letter: Hebrew, Arabic, Thai and Vietnamese need up to three; towers of them cover other lines.</summary>
    public const int MaxMarks = 3;

    // Blank letters and marks without a form of their own, which their category does not tell.
    private static readonly (int First, int Last)[] Invisible =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFFC, 0xFFFC),
        (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Whether a character is shown, and shown where it stands.</summary>
    public static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && !Array.Exists(Invisible, range => rune.Value >= range.First && rune.Value <= range.Last);

    /// <summary>Whether a character stands on the one before it.</summary>
    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
