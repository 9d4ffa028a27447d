using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sallyport.Oracle
{
    /// <summary>Reads <c>DateTime.UtcNow</c> and its kin from a clock that stands still, so that outcomes can be compared.</summary>
    public sealed class FrozenClock : CSharpSyntaxRewriter
    {
        private const string Clock = "global::Microsoft.Azure.ApiManagement.Clock.";

        public static SyntaxTree Stop(SyntaxTree tree) =>
            tree.WithRootAndOptions(new FrozenClock().Visit(tree.GetRoot()), tree.Options);

        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
        {
            var owner = node.Expression.ToString() switch
            {
                "DateTime" or "System.DateTime" => "DateTimes",
                "DateTimeOffset" or "System.DateTimeOffset" => "Offsets",
                _ => null,
            };
            var member = node.Name.Identifier.Text;
            if (owner == null || !(member == "UtcNow" || member == "Now" || (member == "Today" && owner == "DateTimes")))
                return base.VisitMemberAccessExpression(node);
            return SyntaxFactory.ParseExpression(Clock + owner + "." + member).WithTriviaFrom(node);
        }
    }
}
